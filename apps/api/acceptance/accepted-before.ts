import { Unavailable } from '../../../activities/ports';
import { isSameRequest, type Order } from '../../../domain/order';
import type { ApiDeps } from '../deps';
import { attempt } from '../reads/attempt';
import type { Accepted } from './accept';
import { toldBefore } from './told-before';

/**
 * The order that was accepted under this id; `undefined` when there is none but perhaps in its workflow, which starting it tells.
 * Throws `Unavailable` when that cannot be known.
 */
export async function acceptedBefore(deps: ApiDeps, asked: Pick<Order, 'id' | 'client'>): Promise<Accepted | undefined> {
  const { orders, spool } = deps;
  const [row, spooled] = await Promise.all([orders.find(asked.id), spool.find(asked.id)].map(attempt<Order | undefined>));
  const order = answered(row) ?? answered(spooled);
  if (order !== undefined) {
    const isSpooled = spooled !== undefined && !(spooled instanceof Unavailable) && isSameRequest(spooled, order);
    return { order, by: isSpooled ? 'spool' : 'workflow', isRepeat: true };
  }
  // A spool that cannot be read is passed over while the rows can: an order that is spooled has a row, unless both stores were down.
  if (!(row instanceof Unavailable)) return undefined;
  const told = await toldBefore(deps, asked, { isSpoolRead: !(spooled instanceof Unavailable) });
  if (told === 'unknown') throw row;
  return told && { order: told, by: 'workflow', isRepeat: true };
}

function answered(answer: Order | Unavailable | undefined): Order | undefined {
  return answer instanceof Unavailable ? undefined : answer;
}
