import type { Order, Outcome } from '../domain/order';
import { reservationAfter } from '../domain/settlement';
import type { Limits } from './limits-port';

/** Ends what an order has reserved as its outcome, which must be the current one, says. Can be repeated. */
export async function endReservation(limits: Pick<Limits, 'confirm' | 'release'>, order: Order, outcome: Outcome): Promise<void> {
  switch (reservationAfter(outcome)) {
    case 'confirmed':
      return limits.confirm(order);
    case 'released':
      return limits.release(order);
  }
}
