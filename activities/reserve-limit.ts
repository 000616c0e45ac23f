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

/** Confirms the reservation of an approved order. */
export function createConfirmLimit(limits: Limits) {
  return async function confirmLimit(order: Order): Promise<void> {
    await limits.confirm(order);
  };
}

/** Releases the reservation, also when a lost try has written it or a late try has still to write it. */
export function createReleaseLimit(limits: Limits) {
  return async function releaseLimit(order: Order): Promise<void> {
    await limits.release(order);
  };
}

/** Confirms or releases an order's reservation by its outcome, which must be that of the current settlement. Can be repeated. */
export async function endReservation(limits: Pick<Limits, 'confirm' | 'release'>, order: Order, outcome: Outcome): Promise<void> {
  switch (reservationAfter(outcome)) {
    case 'confirmed':
      return limits.confirm(order);
    case 'released':
      return limits.release(order);
  }
}
