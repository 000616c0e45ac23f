import type { Client } from '@temporalio/client';
import type { Reconciliation } from '../apps/operate/ports';
import type { Reconciled } from '../domain/reconcile-report';
import { RECONCILE_ORDERS, type ReconcileRequest } from '../workflows/contract';
import { askTemporal } from './ask-temporal';

export interface TemporalReconciliationOptions {
  readonly client: Client;
  readonly taskQueue: string;
  /** How long the whole run may take before nobody waits for it any longer; it goes on all the same. */
  readonly timeoutMs: number;
}

/** Not that of a schedule, which may run beside it. */
const WORKFLOW_ID = 'reconcile-by-command';

/** Reconcile as a workflow on a Temporal server. */
export class TemporalReconciliation implements Reconciliation {
  constructor(private readonly options: TemporalReconciliationOptions) {}

  async run(request: ReconcileRequest): Promise<Reconciled> {
    const { client, taskQueue, timeoutMs } = this.options;
    return askTemporal(client, timeoutMs, async ({ workflow }) => {
      const handle = await workflow.start(RECONCILE_ORDERS, {
        args: [request],
        taskQueue,
        workflowId: WORKFLOW_ID,
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      return (await handle.result()) as Reconciled;
    });
  }
}
