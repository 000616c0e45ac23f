import type { Client } from '@temporalio/client';
import type { Recovery } from '../apps/operate/ports';
import type { RecoveredSpool } from '../domain/recovered-spool';
import { RECOVER_SPOOL } from '../workflows/contract';
import { askTemporal } from './ask-temporal';

export interface TemporalRecoveryOptions {
  readonly client: Client;
  readonly taskQueue: string;
  /** How long the whole run may take before nobody waits for it any longer; it goes on all the same. */
  readonly timeoutMs: number;
}

/** Not that of a schedule, which may run beside it. */
const WORKFLOW_ID = 'recover-by-command';

/** The recover job as a workflow on a Temporal server. */
export class TemporalRecovery implements Recovery {
  constructor(private readonly options: TemporalRecoveryOptions) {}

  async run(): Promise<RecoveredSpool> {
    const { client, taskQueue, timeoutMs } = this.options;
    return askTemporal(client, timeoutMs, async ({ workflow }) => {
      const handle = await workflow.start(RECOVER_SPOOL, { taskQueue, workflowId: WORKFLOW_ID, workflowIdConflictPolicy: 'USE_EXISTING' });
      return (await handle.result()) as RecoveredSpool;
    });
  }
}
