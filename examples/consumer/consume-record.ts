import { TextDecoder } from 'node:util';
import { z } from 'zod';
import { EVENT_ATTRIBUTES, EVENT_DATA } from '../../apps/runtime/event-schemas';
import { errorChain, issuesAsText } from '../../domain/error-chain';
import type { StreamRecord, Verdict } from '../../ports/events';

/** Which events were counted, and their counts. Every call throws `Unavailable` when the store cannot answer. */
export interface Inbox {
  /** Makes the tables; existing ones stay as they are. */
  prepare(): Promise<void>;
  /** Counts an event and remembers it, both or neither, unless it was taken before. */
  take(event: CountedEvent): Promise<'taken' | 'duplicate'>;
}

/** An event that this consumer counts. */
export type CountedEvent = { readonly id: string; readonly day: string } & (
  | { readonly type: 'order.received.v1'; readonly value: string }
  | { readonly type: 'order.approved.v1' | 'order.canceled.v1' }
);

/** Counts one record. Repeating it changes nothing. Throws when it cannot be counted now; then the record has to come again. */
export async function consumeRecord(inbox: Inbox, record: StreamRecord): Promise<Verdict> {
  const decoded = decode(record);
  if ('unreadable' in decoded) return decoded;
  if ('event' in decoded) await inbox.take(decoded.event);
  return 'done';
}

/** What a record is: an event to count, one that this consumer skips, or unreadable. */
type Decoded = { readonly event: CountedEvent } | { readonly skipped: string } | { readonly unreadable: string };

/** All attributes except the sequence number, which does not matter to a count. */
const attributes = EVENT_ATTRIBUTES.omit({ ce_sequence: true });

/** Only the fields that are counted: other fields may be added at any time, and a cancellation may have a new reason. */
const received = EVENT_DATA['order.received'].pick({ value: true });
const ended = EVENT_DATA['order.approved'];

/** Reads a record strictly, except for what may be added later: it skips a type that it does not know. */
export function decode({ headers, value }: StreamRecord): Decoded {
  try {
    const { ce_id: id, ce_type: type, ce_time } = attributes.parse(textOf(headers));
    const day = ce_time.slice(0, 'YYYY-MM-DD'.length);
    switch (type) {
      case 'order.received.v1':
        return { event: { id, day, type, value: received.parse(bodyOf(value)).value } };
      case 'order.approved.v1':
      case 'order.canceled.v1':
        ended.parse(bodyOf(value));
        return { event: { id, day, type } };
      default:
        return { skipped: type };
    }
  } catch (error) {
    return { unreadable: error instanceof z.ZodError ? issuesAsText(error.issues) : errorChain(error) };
  }
}

/** The attributes as text. Other headers, as a tracer may add them, are ignored. */
function textOf(headers: StreamRecord['headers']): Record<string, string> {
  const texts = new Map<string, string>();
  for (const [name, bytes] of headers) {
    if (!Object.hasOwn(attributes.shape, name)) continue;
    if (texts.has(name)) throw new Error(`the header ${name} is there twice`);
    texts.set(name, utf8(bytes));
  }
  return Object.fromEntries(texts);
}

function bodyOf(value: Buffer | null): unknown {
  if (value === null) throw new Error('there is no body');
  return JSON.parse(utf8(value));
}

function utf8(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
