import { Client } from '@temporalio/client';
import { collectDefaultMetrics } from 'prom-client';
import { v7 } from 'uuid';
import { MongoEvents } from '../../adapters/events-mongo';
import { migratePostgres } from '../../adapters/migrate-postgres';
import { openMongo } from '../../adapters/mongo';
import { PostgresOrders } from '../../adapters/orders-postgres';
import { openPostgres } from '../../adapters/postgres';
import { openTemporalConnection, TemporalWorkflows } from '../../adapters/workflows-temporal';
import { drain, listen } from '../listen';
import type { ProcessContext } from '../run-process';
import { temporalConnection } from '../temporal-options';
import { createApp } from './app';
import { createMetrics } from './http/metrics';
import { prepared } from '../prepared';

/** Composes the API and serves it. Nothing is waited for: what is down makes it unready, not fail. */
export async function composeApi({ config, logger, resources, stopping }: ProcessContext): Promise<void> {
  const postgres = { url: config.POSTGRES_URL, password: config.POSTGRES_PASSWORD, timeoutMs: config.POSTGRES_TIMEOUT_MS };
  const pool = openPostgres({
    ...postgres,
    poolSize: config.POSTGRES_POOL_SIZE,
    applicationName: 'api',
    onIdleError: (error) => logger.warn('a Postgres connection died', { error }),
  });
  resources.push('postgres', () => pool.end());
  const mongo = openMongo({ url: config.MONGO_URL, timeoutMs: config.MONGO_TIMEOUT_MS });
  resources.push('mongodb', () => mongo.close());
  const connection = openTemporalConnection(temporalConnection(config));
  resources.push('temporal', () => connection.close());

  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const workflows = new TemporalWorkflows({ client, taskQueue: config.TEMPORAL_TASK_QUEUE, timeoutMs: config.TEMPORAL_TIMEOUT_MS });
  const orders = new PostgresOrders(pool);
  const events = new MongoEvents(mongo, { database: config.MONGO_DATABASE, timeoutMs: config.MONGO_TIMEOUT_MS });
  const context = { logger, stopping };
  const dependencies = [
    { name: 'temporal', ping: () => workflows.ping() },
    prepared({ name: 'postgres', ping: () => orders.ping() }, { name: 'migrating Postgres', work: () => migratePostgres(postgres), ...context }),
    prepared({ name: 'mongodb', ping: () => events.ping() }, { name: 'indexing MongoDB', work: () => events.prepare(), ...context }),
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
