import { eventId, type OrderEvent } from './events';
import { publishedEvents, type Settlement } from './settlement';

/** What the stream holds under the id of an event: the event as JSON, or that it became a dead letter. Duplicates are left out. */
export interface Streamed {
  readonly id: string;
  /** Absent for a dead letter, which takes the place of an event that could not be published. */
  readonly text?: string;
}

/** Whether events of a settlement are missing in log or stream, or log or stream hold others. A stream that was not read misses all. */
export function diffPublished(
  orderId: string,
  settlement: Settlement,
  log: readonly OrderEvent[],
  stream: readonly Streamed[] = [],
): { logIncomplete: boolean; logDiffers: boolean; streamIncomplete: boolean; streamDiffers: boolean } {
  const expected = new Map(publishedEvents(settlement).map((event) => [eventId(orderId, event.sequence), JSON.stringify(event)]));
  const logged = log.map((event): Streamed => ({ id: eventId(orderId, event.sequence), text: JSON.stringify(event) }));
  return {
    logIncomplete: isIncomplete(expected, logged),
    logDiffers: isDifferent(expected, logged),
    streamIncomplete: isIncomplete(expected, stream),
    streamDiffers: isDifferent(expected, stream),
  };
}

function isIncomplete(expected: ReadonlyMap<string, string>, published: readonly Streamed[]): boolean {
  const ids = new Set(published.map(({ id }) => id));
  return [...expected.keys()].some((id) => !ids.has(id));
}

function isDifferent(expected: ReadonlyMap<string, string>, published: readonly Streamed[]): boolean {
  return published.some(({ id, text }) => !expected.has(id) || (text !== undefined && text !== expected.get(id)));
}
