import { makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { createActivities, type ActivityPorts } from '../../activities';
import { PostgresLimits } from '../../adapters/limits-postgres';
import { PostgresUserAnswers } from '../../adapters/user-answers-postgres';
import { composeStores } from '../compose-stores';
import { composeToggles } from '../compose-toggles';
import { keepTrying } from '../keep-trying';
import { drain, listen } from '../listen';
import { prepared } from '../prepared';
import type { ProcessContext } from '../run-process';
import { tellingBehindBreakers } from './behind-breakers';
import { WORKFLOW_BUNDLE } from './bundle';
import { createHealthServer } from './health';
import { composePorts } from './compose-ports';
import { composeUpkeep } from './compose-upkeep';
import { runWorker } from './run-worker';
import { bridgeToTemporal } from './temporal-logger';

/**
 * Composes the worker and lets it work. It polls as soon as Temporal is there; a step whose dependency is still down is
 * retried. `around` lets tests put something between the activities and their ports.
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
  const upkeep = composeUpkeep(context, { pool, orders, events: log, stream, limits });
  let pingTemporal = async () => Promise.reject<void>(new Error('the worker has not started yet'));
  const dependencies = [
    { name: 'temporal', ping: () => pingTemporal() },
    ...stores,
    upkeep.dependency,
    prepared(stream, { name: 'creating the Kafka topics', work: () => stream.prepare(), logger, stopping }),
    { name: 'worker', ping: async () => stopping.throwIfAborted() },
  ];

  const server = await listen(createHealthServer(dependencies), { host: config.HOST, port: config.WORKER_HEALTH_PORT });
  resources.push('http', () => drain(server, 0));

  const answers = new PostgresUserAnswers(pool);
  resources.push('user answers', () => answers.flush());
  const fallback = { maxAgeMs: config.USER_ANSWER_MAX_AGE_MS, hold: { forMs: config.HOLD_MS, askEveryMs: config.HOLD_ASK_EVERY_MS } };
  const toggles = await composeToggles(context);
  const checks = { ...services, answers, fallback, toggles, limits };
  const ports = { ...checks, settlements: orders, holds: orders, ...tellingBehindBreakers(context, { log, stream }) };
  const activities = { ...createActivities(around(ports)), ...upkeep.activities };
  const onStarted = (ping: () => Promise<void>) => {
    pingTemporal = ping;
    logger.info('polling Temporal');
  };
  const worker = keepTrying('polling Temporal', logger, stopping, () =>
    runWorker({ config, activities, codePath: WORKFLOW_BUNDLE, signal: stopping, onStarted }),
  );
  // Released first: no activity may lose its connections under its hands.
  resources.push('worker', () => worker);
  logger.info(`health on ${config.HOST}:${config.WORKER_HEALTH_PORT}`);
}
