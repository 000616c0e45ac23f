import { TextDecoder } from 'node:util';
import { z } from 'zod';
import { EVENT_ATTRIBUTES, EVENT_DATA } from '../../apps/runtime/event-schemas';
import { errorChain } from '../../domain/error-chain';
import type { StreamRecord, Verdict } from '../../ports/event-source';
import type { CountedEvent, Inbox } from './ports';

/**
 * Lets one record have its effect. Repeating it changes nothing; throws when the effect cannot be had now, and the
 * record has to come again.
 */
export async function consumeRecord(inbox: Inbox, record: StreamRecord): Promise<Verdict> {
  const decoded = decode(record);
  if ('unreadable' in decoded) return decoded;
  if ('event' in decoded) await inbox.take(decoded.event);
  return 'done';
}

/** What a record says: something to count, something for others, or nothing that can be understood. */
type Decoded = { readonly event: CountedEvent } | { readonly skipped: string } | { readonly unreadable: string };

/** Of the attributes all but its place in its order, which does not matter to a count. */
const attributes = EVENT_ATTRIBUTES.omit({ ce_sequence: true });

/** Only what is counted: what else there is may be more at any time, and a reason may be a new one. */
const received = EVENT_DATA['order.received'].pick({ value: true });
const ended = EVENT_DATA['order.approved'];

/** Reads a record strictly, but for what may be added: a type that is not known is none of our business. */
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
    return { unreadable: error instanceof z.ZodError ? issuesOf(error) : errorChain(error) };
  }
}

/** The attributes as text. Other headers, as a tracer may add them, are not looked at. */
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

function issuesOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
