import { Unavailable } from '../../../activities/ports';
import { isSameRequest, type Order } from '../../../domain/order';
import type { ApiDeps } from '../deps';
import { attempt } from '../reads/attempt';
import type { Accepted } from './accept';

/**
 * The order that was accepted under this id, as far as row and spool know. Which of them cannot answer is passed over: there is one
 * workflow of an id, so starting it tells as well, for as long as Temporal keeps it. An order older than that is known by its
 * row alone, and during an outage of Postgres it looks like a new one: another workflow runs then, and adopts the settlement
 * that stands. To refuse instead would refuse every new order with a key for as long as the outage lasts.
 */
export async function acceptedBefore({ orders, spool }: ApiDeps, orderId: string): Promise<Accepted | undefined> {
  const answers = await Promise.all([orders.find(orderId), spool.find(orderId)].map(attempt<Order | undefined>));
  const [row, spooled] = answers.map((answer) => (answer instanceof Unavailable ? undefined : answer));
  const order = row ?? spooled;
  if (order === undefined) return undefined;
  const isSpooled = spooled !== undefined && isSameRequest(spooled, order);
  return { order, by: isSpooled ? 'spool' : 'workflow', isRepeat: true };
}
