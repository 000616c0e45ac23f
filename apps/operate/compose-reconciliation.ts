import { Client } from '@temporalio/client';
import { TemporalReconciliation } from '../../adapters/reconciliation-temporal';
import { openTemporalConnection } from '../../adapters/temporal';
import { temporalConnection } from '../temporal-options';
import type { CommandContext } from './command';
import type { Reconciliation } from './ports';

const LONGEST_RUN_MS = 30 * 60_000;

/** Reconcile on the configured Temporal server and task queue. */
export function composeReconciliation({ config, resources }: CommandContext): Reconciliation {
  const connection = openTemporalConnection(temporalConnection(config));
  resources.push('temporal', () => connection.close());
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  return new TemporalReconciliation({ client, taskQueue: config.TEMPORAL_TASK_QUEUE, timeoutMs: LONGEST_RUN_MS });
}
