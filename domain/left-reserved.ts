import type { Execution } from './execution';
import type { Order } from './order';
import type { OrderRow } from './order-row';
import type { Settlement } from './settlement';

/** What is known about the order of a reservation that nobody has ended. All of it is read after its workflow was described. */
export interface LeftReserved {
  readonly execution: Execution | undefined;
  readonly row: OrderRow | undefined;
  readonly isSpooled: boolean;
}

/** What becomes of such a reservation. */
export type LeftReservedPlan =
  | { readonly kind: 'leave' }
  /** End it by the outcome that stands. */
  | { readonly kind: 'end'; readonly order: Order; readonly settlement: Settlement }
  /** The order is gone: nobody else knows of it, and nobody will end it. */
  | { readonly kind: 'free' };

/** Decides about a reservation that nobody has ended. That of an order which is still to be settled is left to its settlement. */
export function planForLeftReserved({ execution, row, isSpooled }: LeftReserved): LeftReservedPlan {
  if (execution?.state === 'RUNNING') return { kind: 'leave' };
  if (row?.settlement) return { kind: 'end', order: row.order, settlement: row.settlement };
  return { kind: execution || row || isSpooled ? 'leave' : 'free' };
}
