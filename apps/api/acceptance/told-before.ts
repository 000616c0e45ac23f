import { Unavailable } from '../../../activities/ports';
import { receivedOrder } from '../../../domain/events';
import type { Order } from '../../../domain/order';
import type { ApiDeps } from '../deps';
import { attempt } from '../reads/attempt';

/**
 * The order that was accepted under this id, for the time that its row cannot be read: told by the event log, which has every
 * order whose workflow is gone, since a workflow ends when everything is told; or by its workflow. `undefined` when it is new, which
 * takes all of log, spool and Temporal to say; `unknown` when one of them cannot be asked and none of the others has it.
 */
export async function toldBefore(
  { events, workflows }: ApiDeps,
  { id, client }: Pick<Order, 'id' | 'client'>,
  { isSpoolRead }: { readonly isSpoolRead: boolean },
): Promise<Order | 'unknown' | undefined> {
  const [logged, started] = await Promise.all([attempt(events.read(id)), attempt(workflows.find(id))]);
  if (started !== undefined && !(started instanceof Unavailable)) return started;
  const isLogRead = !(logged instanceof Unavailable);
  const received = isLogRead ? receivedOrder(logged) : undefined;
  // Events do not tell whose order it is; but its id is made from its client and their key.
  if (received) return { ...received, ...(client !== undefined && { client }) };
  return isLogRead && isSpoolRead && started === undefined ? undefined : 'unknown';
}
