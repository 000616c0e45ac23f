import { checkLimit, type LimitAnswer } from '../domain/checks';
import type { Money } from '../domain/money';
import type { Order } from '../domain/order';

/** Holds the order's value against the per-order limit. The rule itself is `checkLimit` in the domain. */
export function createReserveLimit(perOrderLimit: Money) {
  return async function reserveLimit(order: Order): Promise<LimitAnswer> {
    return checkLimit(order, perOrderLimit);
  };
}
