import type { LimitAnswer } from '../domain/checks';
import type { Order } from '../domain/order';
import type { Limits } from './limits-port';

/** Reserves the order's value against the limits of its user. The rule itself is `reserveAgainst` in the domain. */
export function createReserveLimit(limits: Limits) {
  return async function reserveLimit(order: Order): Promise<LimitAnswer> {
    return limits.reserve(order);
  };
}
