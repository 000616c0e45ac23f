import { collectDefaultMetrics } from 'prom-client';
import { v7 } from 'uuid';
import { PostgresHolds, PostgresOrdersInFlight } from '../../adapters/postgres/holds';
import { PostgresLimitsOfUsers } from '../../adapters/postgres/limits-of-users';
import { PostgresStuckOrders } from '../../adapters/postgres/stuck-orders';
import { breaker } from '../runtime/breaker';
import { composeSpool, composeStores, composeToggles } from '../runtime/compose';
import { retire } from '../runtime/http-server';
import type { ProcessContext } from '../runtime/run-process';
import { createApp } from './app';
import { keysOf } from './auth/api-keys';
import { composeWorkflows, holdsBehind, inFlightBehind, limitsBehind, ordersBehind, stuckOrdersBehind } from './breakers';
import { createMetrics, showBreakers, showToggles } from './http/metrics';
import { serve } from './http/serve';
import { createInFlightLimiter } from './orders/in-flight-limiter';

/** Composes the API and serves it. It waits for no dependency: one that is down makes it unready, and does not keep it from starting. */
export async function composeApi(context: ProcessContext): Promise<void> {
  const { config, logger, resources, stopping } = context;
  const keys = keysOf(config);
  const { pool, orders, events, dependencies: stores } = composeStores(context, 'api');
  const { spool, dependency: spooling } = composeSpool(context);
  const { workflows, breakers, dependency: temporal } = composeWorkflows(context);
  const toggles = await composeToggles(context);
  const rows = breaker({ name: 'postgres', retryAfterMs: config.BREAKER_RETRY_MS, logger, probe: () => orders.ping() });
  const dependencies = [temporal, ...stores, spooling, { name: 'api', ping: async () => stopping.throwIfAborted() }];

  const metrics = createMetrics();
  collectDefaultMetrics({ register: metrics.registry });
  showBreakers(metrics, { ...breakers, row: rows });
  showToggles(metrics, toggles);
  const inFlight = inFlightBehind(rows, new PostgresOrdersInFlight(pool));
  const onTurnedAway = () => metrics.ordersTurnedAway.inc();
  const app = createApp({
    ...{ workflows, events, spool, toggles, dependencies, metrics, logger, stopping, keys, inFlight },
    orders: ordersBehind(rows, orders),
    holds: holdsBehind(rows, new PostgresHolds(pool)),
    stuckOrders: stuckOrdersBehind(rows, new PostgresStuckOrders(pool, { stuckAfterMs: config.STUCK_AFTER_MS })),
    limits: limitsBehind(rows, new PostgresLimitsOfUsers(pool, { windowMs: config.EXPOSURE_WINDOW_MS })),
    clock: () => new Date(),
    newId: v7,
    testRoutes: config.TEST_ROUTES,
    requestsPerSecond: config.REQUESTS_PER_SECOND,
    inFlightLimiter: createInFlightLimiter({ most: config.MAX_ORDERS_IN_FLIGHT, orders: inFlight, logger, onTurnedAway, isSpooling: breakers.start.isOpen }),
    proxies: config.TRUST_PROXY_HOPS,
  });
  const server = await serve(app, { host: config.HOST, port: config.API_PORT });
  resources.push('http', () => retire(server, { delayMs: config.SHUTDOWN_DELAY_MS, graceMs: config.SHUTDOWN_GRACE_MS }));
  const letsIn = keys.length === 0 ? 'anyone, to do anything' : `the holders of ${keys.length} API keys`;
  logger.info(`listening on ${config.HOST}:${config.API_PORT}, and letting in ${letsIn}`);
}
