import { Unavailable } from '../../../activities/ports';
import type { Order } from '../../../domain/order';
import type { ApiDeps } from '../deps';

/** An order that is durable. */
export interface Accepted {
  /** As it was accepted first, which may be with another request under the same key. */
  readonly order: Order;
  readonly by: 'workflow' | 'spool';
  /** Whether it was accepted before. */
  readonly isRepeat: boolean;
}

/**
 * Makes the order durable: starts its workflow, or puts it into the spool while Temporal cannot answer. Once that is done it is
 * accepted, whatever happens to its row: settling writes that again. Throws `Unavailable` when neither could be done, or the spool
 * is switched off; then no row is written.
 */
export async function accept({ workflows, spool, orders, toggles, logger, metrics }: ApiDeps, order: Order): Promise<Accepted> {
  const started = await workflows.start(order).catch(async (error: unknown) => {
    if (!(error instanceof Unavailable) || !toggles.isOn('fallbackToSpool')) throw error;
    logger.debug('order not started, going to the spool', { orderId: order.id, error });
    return undefined;
  });
  const standing = started ?? (await spool.put(order));
  const accepted: Accepted = {
    order: standing,
    by: started ? 'workflow' : 'spool',
    isRepeat: standing !== order,
  };
  if (!accepted.isRepeat) (started ? metrics.ordersAccepted : metrics.ordersSpooled).inc();
  await orders.accept(standing).catch((error: unknown) => logger.warn('order accepted without its row', { orderId: order.id, error }));
  return accepted;
}
