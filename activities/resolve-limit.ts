import type { Order } from '../domain/order';
import type { Limits } from './limits-port';

/** Lets what was reserved count for good. */
export function createConfirmLimit(limits: Limits) {
  return async function confirmLimit(order: Order): Promise<void> {
    await limits.confirm(order);
  };
}

/** Takes the reservation back, also one that may have landed unheard of, or is still to land. */
export function createReleaseLimit(limits: Limits) {
  return async function releaseLimit(order: Order): Promise<void> {
    await limits.release(order);
  };
}
