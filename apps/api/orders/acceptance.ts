import { Unavailable } from '../../../ports/unavailable';
import { receivedOrder } from '../../../domain/events';
import { isSameRequest, type Order } from '../../../domain/order';
import type { ApiDeps } from '../http/deps';
import { attempt } from './look-up';

/** An order that is durable. */
export interface Acceptance {
  /** The order as it was accepted first, which may be with another request under the same key. */
  readonly order: Order;
  readonly by: 'workflow' | 'spool';
  /** Whether it was accepted before. */
  readonly isRepeat: boolean;
}

/**
 * Makes the order durable: starts its workflow, or puts it into the spool while Temporal cannot answer. From then on it is accepted,
 * even when its row cannot be written: settling writes the row again. Throws `Unavailable` when neither could be done, or when the
 * spool is switched off; then no row is written.
 */
export async function acceptOrder({ workflows, spool, orders, toggles, logger, metrics }: ApiDeps, order: Order): Promise<Acceptance> {
  const started = await workflows.start(order).catch(async (error: unknown) => {
    if (!(error instanceof Unavailable) || !toggles.isOn('fallbackToSpool')) throw error;
    logger.debug('order not started, going to the spool', { orderId: order.id, error });
    return undefined;
  });
  const accepted = started ?? (await spool.put(order));
  const isRepeat = accepted !== order;
  if (!isRepeat) (started ? metrics.ordersAccepted : metrics.ordersSpooled).inc();
  await orders.accept(accepted).catch((error: unknown) => logger.warn('order accepted without its row', { orderId: order.id, error }));
  return { order: accepted, by: started ? 'workflow' : 'spool', isRepeat };
}

/**
 * Finds the order that was accepted under this id before; `undefined` when there is none. While rows can be read, only row and spool are
 * asked, because an existing workflow is found when it is started again. Throws `Unavailable` when it cannot be determined.
 */
export async function findAcceptance(deps: ApiDeps, asked: Pick<Order, 'id' | 'client'>): Promise<Acceptance | undefined> {
  const { orders, spool } = deps;
  const [row, spooled] = await Promise.all([orders.find(asked.id), spool.find(asked.id)].map(attempt<Order | undefined>));
  const order = answered(row) ?? answered(spooled);
  if (order !== undefined) {
    const isSpooled = spooled !== undefined && !(spooled instanceof Unavailable) && isSameRequest(spooled, order);
    return { order, by: isSpooled ? 'spool' : 'workflow', isRepeat: true };
  }
  // While rows can be read, it does not matter that the spool cannot: a spooled order has a row, unless both stores were down.
  if (!(row instanceof Unavailable)) return undefined;
  const found = await findWithoutRows(deps, asked, { isSpoolRead: !(spooled instanceof Unavailable) });
  if (found === 'unknown') throw row;
  return found && { order: found, by: 'workflow', isRepeat: true };
}

function answered(answer: Order | Unavailable | undefined): Order | undefined {
  return answer instanceof Unavailable ? undefined : answer;
}

/**
 * Finds the order that was accepted under this id while its row cannot be read: in its workflow, or in the event log, which has every
 * order whose workflow is gone, because a workflow ends only when all its events are logged. `undefined` when the order is new: log,
 * spool and Temporal have all answered that they do not have it. `unknown` when one of them cannot answer and no other one has it.
 */
async function findWithoutRows(
  { events, workflows }: ApiDeps,
  { id, client }: Pick<Order, 'id' | 'client'>,
  { isSpoolRead }: { readonly isSpoolRead: boolean },
): Promise<Order | 'unknown' | undefined> {
  const [logged, started] = await Promise.all([attempt(events.read(id)), attempt(workflows.find(id))]);
  if (started !== undefined && !(started instanceof Unavailable)) return started;
  const isLogRead = !(logged instanceof Unavailable);
  const received = isLogRead ? receivedOrder(logged) : undefined;
  // Events do not name the client. But the id is made from the client and its key, so the client is the one that asks.
  if (received) return { ...received, ...(client !== undefined && { client }) };
  return isLogRead && isSpoolRead && started === undefined ? undefined : 'unknown';
}
