import { decode } from './decode';
import type { Inbox, StreamRecord, Verdict } from './ports';

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
