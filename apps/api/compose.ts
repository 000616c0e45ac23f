import { Client } from '@temporalio/client';
import { collectDefaultMetrics } from 'prom-client';
import { v7 } from 'uuid';
import { openTemporalConnection, TemporalWorkflows } from '../../adapters/workflows-temporal';
import { composeStores } from '../compose-stores';
import { drain, listen } from '../listen';
import type { ProcessContext } from '../run-process';
import { temporalConnection } from '../temporal-options';
import { createApp } from './app';
import { createMetrics } from './http/metrics';

/** Composes the API and serves it. Nothing is waited for: what is down makes it unready, not fail. */
export async function composeApi(context: ProcessContext): Promise<void> {
  const { config, logger, resources, stopping } = context;
  const { orders, events, dependencies: stores } = composeStores(context, 'api');
  const connection = openTemporalConnection(temporalConnection(config));
  resources.push('temporal', () => connection.close());

  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const workflows = new TemporalWorkflows({ client, taskQueue: config.TEMPORAL_TASK_QUEUE, timeoutMs: config.TEMPORAL_TIMEOUT_MS });
  const dependencies = [
    { name: 'temporal', ping: () => workflows.ping() },
    ...stores,
    { name: 'api', ping: async () => stopping.throwIfAborted() },
  ];

  const metrics = createMetrics();
  collectDefaultMetrics({ register: metrics.registry });
  const clock = () => new Date();
  const app = createApp({ orders, workflows, events, dependencies, clock, newId: v7, metrics, logger, testRoutes: config.TEST_ROUTES });
  const server = await listen(app, { host: config.HOST, port: config.API_PORT });
  resources.push('http', () => drain(server, config.SHUTDOWN_GRACE_MS));
  logger.info(`listening on ${config.HOST}:${config.API_PORT}`);
}
