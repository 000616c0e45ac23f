import { diffPublished, type Streamed } from './diff-published';
import type { OrderEvent } from './events';
import { type Execution, isBrokenOff } from './execution';
import type { ReservationState } from './limits';
import { isSameRequest, type Order } from './order';
import { abandoned, type OrderRow, reservationAfter, type Settlement } from './settlement';

/** What reconcile reports and does not repair. */
export const FINDINGS = {
  WORKFLOW_MISSING: 'It was accepted, and there is neither a workflow nor a spooled order of this id.',
  INPUT_MISSING: 'Its workflow broke off, and the server does not say which order it was started with.',
  ROW_MISSING: 'Its workflow has completed, and there is no row: it was removed.',
  NOT_SETTLED: 'Its workflow has completed, and the row is still open.',
  REPAIR_REFUSED: 'A store permanently refuses its repair; the log of the worker says why.',
  ORDER_DIFFERS: 'The row and the workflow are of different orders.',
  LOG_DIFFERS: 'The log holds an event that the settlement does not know, or knows differently.',
  STREAM_DIFFERS: 'The stream holds an event that the settlement does not know, or knows differently.',
  LEDGER_DIFFERS: 'What the order had reserved was ended in another way than its settlement says.',
} as const;

export type Finding = keyof typeof FINDINGS;

/**
 * What is known about one order. All of it is read after its workflow was described, so everything which an ended workflow has written
 * is included.
 */
export interface OrderFacts {
  readonly orderId: string;
  readonly execution: Execution | undefined;
  readonly row: OrderRow | undefined;
  readonly isSpooled: boolean;
  readonly log: readonly OrderEvent[];
  /** Absent when the ledger has no reservation of the order. */
  readonly reservation?: ReservationState;
  /** Absent when the stream was not read back to the beginning of this order's events. */
  readonly stream?: readonly Streamed[];
}

/** What reconcile does about an order. */
export type Plan =
  | { readonly kind: 'leave' }
  /** Write the row of an order that is on its way. */
  | { readonly kind: 'accept'; readonly order: Order }
  /** Propose this end, and publish the settlement that is current then to log, stream and ledger. */
  | { readonly kind: 'settle'; readonly order: Order; readonly proposed: Settlement }
  /** Publish to those of log, stream and ledger where it is missing; when it is missing in none, the order is complete. */
  | { readonly kind: 'publish'; readonly order: Order; readonly settlement: Settlement; readonly missingIn: MissingIn }
  | { readonly kind: 'report'; readonly what: Finding };

/** In which parts a settlement has not been published. */
export interface MissingIn {
  readonly log: boolean;
  readonly stream: boolean;
  readonly ledger: boolean;
}

const LEAVE: Plan = { kind: 'leave' };

/** Decides what to do about an order. An order with a running workflow is left to it, except for a missing row. */
export function planFor(facts: OrderFacts): Plan {
  const { execution, row, isSpooled } = facts;
  const order = execution?.order;
  if (order && row && !isSameRequest(order, row.order)) return report('ORDER_DIFFERS');
  if (execution?.state === 'RUNNING') return order && !row ? { kind: 'accept', order } : LEAVE;
  if (row?.settlement) return publish(facts, row.order, row.settlement);
  if (execution === undefined) return row && !isSpooled ? report('WORKFLOW_MISSING') : LEAVE;
  if (!isBrokenOff(execution)) return report(row ? 'NOT_SETTLED' : 'ROW_MISSING');
  if (order === undefined) return report('INPUT_MISSING');
  // Nothing is published before an order is settled, so whatever is published here cannot agree with the proposed end.
  if (facts.log.length > 0) return report('LOG_DIFFERS');
  if (facts.stream && facts.stream.length > 0) return report('STREAM_DIFFERS');
  if (facts.reservation === 'confirmed') return report('LEDGER_DIFFERS');
  return { kind: 'settle', order, proposed: abandoned(order, execution.closedAt) };
}

function publish({ orderId, log, stream, reservation = 'reserved' }: OrderFacts, order: Order, settlement: Settlement): Plan {
  const diff = diffPublished(orderId, settlement, log, stream);
  if (diff.logDiffers) return report('LOG_DIFFERS');
  if (diff.streamDiffers) return report('STREAM_DIFFERS');
  const ledger = reservation === 'reserved';
  if (!ledger && reservation !== reservationAfter(settlement)) return report('LEDGER_DIFFERS');
  return { kind: 'publish', order, settlement, missingIn: { log: diff.logIncomplete, stream: diff.streamIncomplete, ledger } };
}

function report(what: Finding): Plan {
  return { kind: 'report', what };
}

/** What is known about the order of an orphaned reservation, which has not been ended. All of it is read after its workflow was described. */
export interface OrphanedReservation {
  readonly execution: Execution | undefined;
  readonly row: OrderRow | undefined;
  readonly isSpooled: boolean;
}

/** What reconcile does about such a reservation. */
export type OrphanedReservationPlan =
  | { readonly kind: 'leave' }
  /** End it by the current settlement. */
  | { readonly kind: 'end'; readonly order: Order; readonly settlement: Settlement }
  /** Release it: the order is gone, and nothing else will end its reservation. */
  | { readonly kind: 'free' };

/** Decides about an orphaned reservation. While its order is still to be settled, the settlement will end it. */
export function planForOrphanedReservation({ execution, row, isSpooled }: OrphanedReservation): OrphanedReservationPlan {
  if (execution?.state === 'RUNNING') return { kind: 'leave' };
  if (row?.settlement) return { kind: 'end', order: row.order, settlement: row.settlement };
  return { kind: execution || row || isSpooled ? 'leave' : 'free' };
}
