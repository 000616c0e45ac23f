import { eventId, type OrderEvent } from './events';
import { publishedEvents, type Settlement } from './settlement';

/** What the stream holds under the id of an event: the event as JSON, or that it is a dead letter. Repetitions are left out. */
export interface Streamed {
  readonly id: string;
  /** Absent of a dead letter, which is there in place of the event that could not be published. */
  readonly text?: string;
}

/** Whether log and stream lack events of a settlement, or hold what is not of it. A stream that is not known lacks all. */
export function diffPublished(
  orderId: string,
  settlement: Settlement,
  log: readonly OrderEvent[],
  stream: readonly Streamed[] = [],
): { logLacks: boolean; logDiffers: boolean; streamLacks: boolean; streamDiffers: boolean } {
  const expected = new Map(publishedEvents(settlement).map((event) => [eventId(orderId, event.sequence), JSON.stringify(event)]));
  const logged = log.map((event): Streamed => ({ id: eventId(orderId, event.sequence), text: JSON.stringify(event) }));
  return {
    logLacks: lacks(expected, logged),
    logDiffers: differs(expected, logged),
    streamLacks: lacks(expected, stream),
    streamDiffers: differs(expected, stream),
  };
}

function lacks(expected: ReadonlyMap<string, string>, published: readonly Streamed[]): boolean {
  const ids = new Set(published.map(({ id }) => id));
  return [...expected.keys()].some((id) => !ids.has(id));
}

function differs(expected: ReadonlyMap<string, string>, published: readonly Streamed[]): boolean {
  return published.some(({ id, text }) => !expected.has(id) || (text !== undefined && text !== expected.get(id)));
}
