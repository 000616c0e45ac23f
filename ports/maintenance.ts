import type { Reconciled, ReconcileRequest, RecoveredSpool } from '../domain/maintenance-reports';

/**
 * The maintenance jobs, run on the worker without waiting for their schedules. Each call waits for what the job did, and joins a run
 * that was begun so and goes on. Throws `Unavailable`.
 */
export interface Maintenance {
  /** Starts the orders that wait in the spool. */
  recoverSpool(): Promise<RecoveredSpool>;
  /** Compares what the stores say about orders, and repairs. */
  reconcileOrders(request: ReconcileRequest): Promise<Reconciled>;
}
