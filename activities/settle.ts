import type { Order } from '../domain/order';
import type { Settlement } from '../domain/settlement';
import type { Settlements } from './ports';

/** Writes the end of an order, and answers with the settlement that counts: the first one that was written. */
export function createSettle(settlements: Settlements) {
  return async function settle(order: Order, proposed: Settlement): Promise<Settlement> {
    return settlements.settle(order, proposed);
  };
}
