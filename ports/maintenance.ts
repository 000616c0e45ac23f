import type { Execution } from '../domain/execution';
import type { Reconciled, ReconcileRequest, RecoveredSpool } from '../domain/maintenance-reports';
import type { OrderRow } from '../domain/settlement';

// Maintenance looks after all orders and not after one. Every call throws `Unavailable` when the store or server cannot answer.

/**
 * The maintenance jobs, run on the worker without waiting for their schedules. Each call waits for the job to end. It joins a run
 * that was started in the same way and is still going on.
 */
export interface Maintenance {
  /** Starts the orders that wait in the spool. */
  recoverSpool(): Promise<RecoveredSpool>;
  /** Compares what the stores say about orders, and repairs. */
  reconcileOrders(request: ReconcileRequest): Promise<Reconciled>;
}

/** A stretch of time in milliseconds since 1970: from, inclusive, to, exclusive. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Which workflows of orders to list: started in a window, broken off since a time, or started before a time, open and not held. */
export type ExecutionFilter =
  | { readonly kind: 'started'; readonly window: Window }
  | { readonly kind: 'broken-off'; readonly sinceMs: number }
  | { readonly kind: 'open'; readonly startedBeforeMs: number };

/** The workflows of all orders of this system: its task queue separates them from those of another system. */
export interface Executions {
  /**
   * At most `atMost` runs, from the server's index. The index is a moment behind, does not know why a run makes no progress, and also
   * lists earlier runs of an order.
   */
  list(filter: ExecutionFilter, atMost: number): Promise<Execution[]>;
  /** The latest run of an order's workflow as it is now; `undefined` when there is none. */
  find(orderId: string): Promise<Execution | undefined>;
}

/** The rows of all orders. */
export interface OrderRows {
  /** The ids of orders accepted or settled in the window, at most so many. */
  acceptedOrSettledIn(window: Window, atMost: number): Promise<string[]>;
  /** The ids of orders accepted before then that are open and not held, oldest first, at most so many. */
  openBefore(beforeMs: number, atMost: number): Promise<string[]>;
  /** The rows of these orders, by id; orders without a row are left out. */
  read(orderIds: readonly string[]): Promise<Map<string, OrderRow>>;
}
