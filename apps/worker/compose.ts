import { makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import express, { type Express } from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { type ActivityPorts, createActivities } from '../../activities';
import { HttpUsers } from '../../adapters/http/users';
import { KafkaStream } from '../../adapters/kafka/event-stream';
import { PostgresLimits } from '../../adapters/postgres/limits';
import { PostgresUserAnswers } from '../../adapters/postgres/user-answers';
import type { EventLog, EventStream } from '../../ports/events';
import { breaker } from '../runtime/breaker';
import { composeKafka, composeStores, composeToggles } from '../runtime/compose';
import { type Dependency, retryForever, unhealthy, withSetup } from '../runtime/dependencies';
import { drain, listen } from '../runtime/http-server';
import type { ProcessContext } from '../runtime/run-process';
import { WORKFLOW_BUNDLE } from './bundle';
import { composeMaintenance } from './compose-maintenance';
import { bridgeToTemporal, runWorker } from './run-worker';

/**
 * Composes and starts the worker. It polls as soon as it reaches Temporal; steps whose dependency is still down are
 * retried. With `around` tests wrap the ports of the activities.
 */
export async function composeWorker(
  context: ProcessContext,
  around: (ports: ActivityPorts) => ActivityPorts = (ports) => ports,
): Promise<void> {
  const { config, logger, resources, stopping } = context;
  Runtime.install({
    logger: bridgeToTemporal(logger),
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) } },
  });

  const { pool, orders, events: log, dependencies: stores } = composeStores(context, 'worker');
  const { stream, ...services } = composePorts(context);
  const limits = new PostgresLimits(pool, { perOrderLimit: config.PER_ORDER_LIMIT, windowMs: config.EXPOSURE_WINDOW_MS });
  const maintenance = composeMaintenance(context, { pool, orders, events: log, stream, limits });
  let pingTemporal = async () => Promise.reject<void>(new Error('the worker has not started yet'));
  const dependencies = [
    { name: 'temporal', ping: () => pingTemporal() },
    ...stores,
    maintenance.dependency,
    withSetup(stream, { name: 'creating the Kafka topics', work: () => stream.prepare(), logger, stopping }),
    { name: 'worker', ping: async () => stopping.throwIfAborted() },
  ];

  const server = await listen(createHealthServer(dependencies), { host: config.HOST, port: config.WORKER_HEALTH_PORT });
  resources.push('http', () => drain(server, 0));

  const answers = new PostgresUserAnswers(pool);
  resources.push('user answers', () => answers.flush());
  const fallback = { maxAgeMs: config.USER_ANSWER_MAX_AGE_MS, hold: { forMs: config.HOLD_MS, askEveryMs: config.HOLD_ASK_EVERY_MS } };
  const toggles = await composeToggles(context);
  const checks = { ...services, answers, fallback, toggles, limits };
  const ports = { ...checks, settlements: orders, holds: orders, ...publishingBehindBreakers(context, { log, stream }) };
  const activities = { ...createActivities(around(ports)), ...maintenance.activities };
  const onStarted = (ping: () => Promise<void>) => {
    pingTemporal = ping;
    logger.info('polling Temporal');
  };
  const worker = retryForever('polling Temporal', logger, stopping, () =>
    runWorker({ config, activities, codePath: WORKFLOW_BUNDLE, signal: stopping, onStarted }),
  );
  // Pushed last and so released first: no activity may lose its connections while it runs.
  resources.push('worker', () => worker);
  logger.info(`health on ${config.HOST}:${config.WORKER_HEALTH_PORT}`);
}

/** The stream and the user service, which only the worker uses. They need not be running yet. */
function composePorts({ config, logger, resources }: ProcessContext) {
  const stream = new KafkaStream(composeKafka(config, logger), {
    topic: config.KAFKA_TOPIC,
    partitions: config.KAFKA_PARTITIONS,
    replicationFactor: config.KAFKA_REPLICATION_FACTOR,
    timeoutMs: config.KAFKA_TIMEOUT_MS,
    onDeadLetter: (eventId, reason) => logger.warn('an event could not be published and is a dead letter', { eventId, reason }),
  });
  resources.push('kafka', () => stream.close());
  return { users: new HttpUsers({ baseUrl: config.USER_API_URL, timeoutMs: config.USER_API_TIMEOUT_MS }), stream };
}

type WithPing<Port> = Port & { ping(): Promise<void> };

/**
 * Log and stream, each behind a breaker. While one of them is down, the steps of a thousand waiting orders fail at once instead of
 * after a time-out, and leave the worker's slots to other steps.
 */
function publishingBehindBreakers({ config, logger }: ProcessContext, ports: { log: WithPing<EventLog>; stream: WithPing<EventStream> }) {
  const retryAfterMs = config.BREAKER_RETRY_MS;
  const log = breaker({ name: 'mongodb', retryAfterMs, logger, probe: () => ports.log.ping() });
  const stream = breaker({ name: 'kafka', retryAfterMs, logger, probe: () => ports.stream.ping() });
  return {
    log: { append: (id, events) => log(() => ports.log.append(id, events)) } satisfies EventLog,
    stream: { publish: (id, events) => stream(() => ports.stream.publish(id, events)) } satisfies EventStream,
  };
}

/** The worker's health, readiness and metrics over HTTP. */
function createHealthServer(dependencies: readonly Dependency[]): Express {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  const app = express().disable('x-powered-by').disable('etag');
  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readiness', async (_request, response) => {
    const down = await unhealthy(dependencies);
    if (down.length === 0) response.json({ status: 'ok' });
    else response.status(503).json({ status: 'unavailable', down });
  });
  app.get('/metrics', async (_request, response) => void response.type(registry.contentType).send(await registry.metrics()));
  return app;
}
