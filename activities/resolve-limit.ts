import type { Order } from '../domain/order';
import type { Limits } from './limits-port';

/** Makes a reservation count for good. */
export function createConfirmLimit(limits: Limits) {
  return async function confirmLimit(order: Order): Promise<void> {
    await limits.confirm(order);
  };
}

/** Frees the reservation. There may be one that nobody heard of, or one that is still to come: neither counts afterwards. */
export function createReleaseLimit(limits: Limits) {
  return async function releaseLimit(order: Order): Promise<void> {
    await limits.release(order);
  };
}
