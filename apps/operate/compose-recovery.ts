import { Client } from '@temporalio/client';
import { TemporalRecovery } from '../../adapters/recovery-temporal';
import { openTemporalConnection } from '../../adapters/temporal';
import { temporalConnection } from '../temporal-options';
import type { CommandContext } from './command';
import type { Recovery } from './ports';

const LONGEST_RUN_MS = 10 * 60_000;

/** The recover job on the configured Temporal server and task queue. */
export function composeRecovery({ config, resources }: CommandContext): Recovery {
  const connection = openTemporalConnection(temporalConnection(config));
  resources.push('temporal', () => connection.close());
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  return new TemporalRecovery({ client, taskQueue: config.TEMPORAL_TASK_QUEUE, timeoutMs: LONGEST_RUN_MS });
}
