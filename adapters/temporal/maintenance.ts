import type { Client } from '@temporalio/client';
import type { Reconciled, ReconcileRequest, RecoveredSpool } from '../../domain/maintenance-reports';
import type { Maintenance } from '../../ports/maintenance';
import { RECONCILE_ORDERS, RECOVER_SPOOL } from '../../workflows/contract';
import { callTemporal } from './connection';

interface TemporalMaintenanceOptions {
  readonly client: Client;
  readonly taskQueue: string;
}

/** A maintenance workflow as a command runs it. */
interface Job {
  readonly workflowType: string;
  /** Not that of its schedule, which may run beside it. */
  readonly workflowId: string;
  /** How long the whole run may take before nobody waits for it any longer; it goes on all the same. */
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
