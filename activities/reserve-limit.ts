import type { LimitAnswer } from '../domain/checks';
import type { Order, Outcome } from '../domain/order';
import { reservationAfter } from '../domain/settlement';
import type { Limits } from '../ports/limits';

/** Reserves the order's value against the limits of its user. The rule itself is `reserveAgainst` in the domain. */
export function createReserveLimit(limits: Limits) {
  return async function reserveLimit(order: Order): Promise<LimitAnswer> {
    return limits.reserve(order);
  };
}

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

/** Ends what an order has reserved as its outcome, which must be the current one, says. Can be repeated. */
export async function endReservation(limits: Pick<Limits, 'confirm' | 'release'>, order: Order, outcome: Outcome): Promise<void> {
  switch (reservationAfter(outcome)) {
    case 'confirmed':
      return limits.confirm(order);
    case 'released':
      return limits.release(order);
  }
}
