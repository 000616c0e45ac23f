import type { Client } from '@temporalio/client';
import type { Reconciled, ReconcileRequest, RecoveredSpool } from '../../domain/maintenance-reports';
import type { Maintenance } from '../../ports/maintenance';
import { RECONCILE_ORDERS, RECOVER_SPOOL } from '../../workflows/contract';
import { callTemporal } from './connection';

interface TemporalMaintenanceOptions {
  readonly client: Client;
  readonly taskQueue: string;
}

/** How a command runs a maintenance workflow. */
interface Job {
  readonly workflowType: string;
  /** Another id than its schedule has, so that both may run at the same time. */
  readonly workflowId: string;
  /** How long the caller waits for the whole run; after that the run goes on without it. */
  readonly timeoutMs: number;
}

const RECOVER: Job = { workflowType: RECOVER_SPOOL, workflowId: 'recover-by-command', timeoutMs: 10 * 60_000 };
const RECONCILE: Job = { workflowType: RECONCILE_ORDERS, workflowId: 'reconcile-by-command', timeoutMs: 30 * 60_000 };

/** The maintenance jobs as workflows on a Temporal server. */
export class TemporalMaintenance implements Maintenance {
  constructor(private readonly options: TemporalMaintenanceOptions) {}

  recoverSpool(): Promise<RecoveredSpool> {
    return this.#run<RecoveredSpool>(RECOVER);
  }

  reconcileOrders(request: ReconcileRequest): Promise<Reconciled> {
    return this.#run<Reconciled>(RECONCILE, request);
  }

  #run<Result>({ workflowType, workflowId, timeoutMs }: Job, ...args: unknown[]): Promise<Result> {
    const { client, taskQueue } = this.options;
    return callTemporal(client, timeoutMs, async ({ workflow }) => {
      const handle = await workflow.start(workflowType, { args, taskQueue, workflowId, workflowIdConflictPolicy: 'USE_EXISTING' });
      return (await handle.result()) as Result;
    });
  }
}
