import { Client } from '@temporalio/client';
import { openTemporalConnection } from '../adapters/temporal';
import type { ProcessContext } from './run-process';
import { temporalConnection } from './temporal-options';

/** Opens the configured namespace, and names the task queue of this system. Temporal does not have to be there yet. */
export function composeTemporal({ config, resources }: Pick<ProcessContext, 'config' | 'resources'>) {
  const connection = openTemporalConnection(temporalConnection(config));
  resources.push('temporal', () => connection.close());
  return { client: new Client({ connection, namespace: config.TEMPORAL_NAMESPACE }), taskQueue: config.TEMPORAL_TASK_QUEUE };
}
