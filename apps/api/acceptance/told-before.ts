import { Unavailable } from '../../../activities/ports';
import { receivedOrder } from '../../../domain/events';
import type { Order } from '../../../domain/order';
import type { ApiDeps } from '../deps';
import { attempt } from '../reads/attempt';

/**
 * The order that was accepted under this id, for the time that its row cannot be read: told by the event log, which has every
 * order whose workflow is gone, since a workflow ends when everything is told. `undefined` when it is new, or its workflow is
 * still kept: then starting that tells. Where log or spool cannot be read either, only a workflow that is found tells
 * anything: without one it is `unknown`.
 */
export async function toldBefore(
  { events, workflows }: ApiDeps,
  { id, client }: Pick<Order, 'id' | 'client'>,
  { isSpoolRead }: { readonly isSpoolRead: boolean },
): Promise<Order | 'unknown' | undefined> {
  const logged = await attempt(events.read(id));
  const isLogRead = !(logged instanceof Unavailable);
  const received = isLogRead ? receivedOrder(logged) : undefined;
  // Events do not tell whose order it is; but its id is made from its client and their key.
  if (received) return { ...received, ...(client !== undefined && { client }) };
  if (isLogRead && isSpoolRead) return undefined;
  const started = await attempt(workflows.find(id));
  return started === undefined || started instanceof Unavailable ? 'unknown' : started;
}
