import type { Execution } from './execution';
import type { Order } from './order';
import type { OrderRow } from './order-row';
import type { Settlement } from './settlement';

/** What is known about the order of an orphaned reservation: one that nobody has ended. All of it is read after its workflow was described. */
export interface OrphanedReservation {
  readonly execution: Execution | undefined;
  readonly row: OrderRow | undefined;
  readonly isSpooled: boolean;
}

/** What becomes of such a reservation. */
export type OrphanedReservationPlan =
  | { readonly kind: 'leave' }
  /** End it by the current settlement. */
  | { readonly kind: 'end'; readonly order: Order; readonly settlement: Settlement }
  /** The order is gone: nobody else knows of it, and nobody will end it. */
  | { readonly kind: 'free' };

/** Decides about an orphaned reservation. That of an order which is still to be settled is left to its settlement. */
export function planForOrphanedReservation({ execution, row, isSpooled }: OrphanedReservation): OrphanedReservationPlan {
  if (execution?.state === 'RUNNING') return { kind: 'leave' };
  if (row?.settlement) return { kind: 'end', order: row.order, settlement: row.settlement };
  return { kind: execution || row || isSpooled ? 'leave' : 'free' };
}
