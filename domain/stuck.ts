import { isBrokenOff, type Execution, type Trouble } from './execution';
import type { OrderRow } from './settlement';

/** Why an order is stuck. Closed: each cause says what an operator can do, and is documented in the API. */
export const STUCK_CAUSES = {
  NOT_LOOKED_AT: 'The job that detects stuck orders has not looked at it yet. If this lasts, no worker runs, or Temporal is down.',
  WORKFLOW_ENDED: 'Its workflow ended before the order was settled and its events were published. Reconcile repairs it, or reports why it cannot.',
  WORKFLOW_MISSING: 'It was accepted, and there is neither a workflow nor a spooled order of this id. An operator has to decide.',
  WORKFLOW_FAILING: "The workflow's own code fails each time it runs, mostly after a release that does not fit open orders.",
  STEP_FAILING: 'One of its steps keeps failing. It continues by itself once the step succeeds.',
  NO_WORKER: 'Its next task waits, and no worker takes it.',
  IN_SPOOL: 'It waits in the spool for the job that starts what is spooled.',
  SLOW: 'No fault was found, but it has not ended within the set time.',
} as const;

export type StuckCause = keyof typeof STUCK_CAUSES;

/** A run of an order's workflow that is stuck. */
export interface Stuck {
  readonly orderId: string;
  /** Empty when there is no workflow. */
  readonly runId: string;
  readonly cause: StuckCause;
  readonly step?: string;
  readonly error?: string;
  /** ISO 8601, UTC: when the workflow ended; else when the order was settled or, if it is not, accepted. */
  readonly since: string;
}

/** What is known about an order that may be stuck. The row is read after the workflow was described. */
export interface SuspectedOrder {
  readonly orderId: string;
  readonly execution: Execution | undefined;
  readonly row: OrderRow | undefined;
  readonly isSpooled: boolean;
  /** The result of the detection before this one. */
  readonly before: Stuck | undefined;
}

/**
 * THE DEFINITION of an overdue order: it is open and was accepted before the cut-off (milliseconds since 1970), and it is not held, or
 * its hold was to end before the cut-off. `overdueBefore` of adapters/postgres/orders-sql.ts says the same in SQL, and one table of
 * cases tests both.
 */
export function isOverdue({ order, settlement, heldUntil }: OrderRow, cutOffMs: number): boolean {
  return settlement === undefined && isBefore(cutOffMs, order.acceptedAt, heldUntil);
}

/** The cut-off at `nowMs` when an order may be on its way for less than `afterMs`. */
export function cutOffAt(nowMs: number, afterMs: number): number {
  return nowMs - afterMs + 1;
}

/** Whether and why an order is stuck at `nowMs`, when an order may be on its way for less than `afterMs`. */
export function detectStuck(suspected: SuspectedOrder, nowMs: number, afterMs: number): Stuck | undefined {
  const { orderId, execution, row } = suspected;
  const cutOffMs = cutOffAt(nowMs, afterMs);
  const run = { orderId, runId: execution?.runId ?? '' };
  if (execution && isBrokenOff(execution)) return { ...run, cause: 'WORKFLOW_ENDED', error: execution.state, since: execution.closedAt };
  const since = row?.settlement?.events.at(-1)?.at ?? row?.order.acceptedAt ?? execution?.order?.acceptedAt;
  if (since === undefined || !isBefore(cutOffMs, since)) return undefined;
  if (execution === undefined) return withoutWorkflow(suspected, since);
  if (execution.state === 'RUNNING') {
    // The workflow knows whether the order is held, and the row until when.
    if (execution.isHeld && !(row?.heldUntil && isBefore(cutOffMs, row.heldUntil))) return undefined;
    return { ...run, ...causedBy(execution.trouble), since };
  }
  return row && !row.settlement ? { ...run, cause: 'WORKFLOW_ENDED', error: execution.state, since } : undefined;
}

function isBefore(cutOffMs: number, ...times: readonly (string | undefined)[]): boolean {
  return times.every((time) => time === undefined || Date.parse(time) < cutOffMs);
}

/** An order whose workflow ended too early stays stuck when the server has removed the workflow: its events are still to be published. */
function withoutWorkflow({ orderId, row, isSpooled, before }: SuspectedOrder, since: string): Stuck | undefined {
  if (row?.settlement !== undefined) return before?.cause === 'WORKFLOW_ENDED' ? before : undefined;
  return { orderId, runId: '', cause: isSpooled ? 'IN_SPOOL' : 'WORKFLOW_MISSING', since };
}

function causedBy(trouble: Trouble | undefined): Pick<Stuck, 'cause' | 'step' | 'error'> {
  switch (trouble?.kind) {
    case undefined:
      return { cause: 'SLOW' };
    case 'code':
      return { cause: 'WORKFLOW_FAILING' };
    case 'waiting':
      return { cause: 'NO_WORKER' };
    case 'step':
      return { cause: 'STEP_FAILING', ...trouble.failing };
  }
}
