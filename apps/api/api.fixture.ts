import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import supertest from 'supertest';
import { v7 } from 'uuid';
import type { z } from 'zod';
import { LIMIT } from '../../test/contracts/sample-orders';
import { MemoryEvents } from '../../test/fakes/event-log';
import type { Faults } from '../../test/fakes/faults';
import { MemoryLimits } from '../../test/fakes/limits';
import { MemoryOrders } from '../../test/fakes/orders';
import { MemorySpool } from '../../test/fakes/spool';
import { MemoryToggles } from '../../test/fakes/toggles';
import { MemoryWorkflows } from '../../test/fakes/workflows';
import { createProcessLogger } from '../../config/logger';
import { createApp } from './app';
import type { ApiKey } from '../../config/api-keys';
import { createInFlightLimiter } from './orders/in-flight-limiter';
import type { ApiDeps } from './http/deps';
import { createMetrics } from './http/metrics';
import { PROBLEMS, type ProblemCode } from './http/replies';
import { failOnUndocumented } from './http/fail-on-undocumented.fixture';
import type { StuckOrder, StuckOrders } from '../../ports/stuck-orders';
import { problem } from './http/problem';

const metrics = createMetrics();

interface TestApiOptions {
  readonly testRoutes?: boolean;
  readonly keys?: readonly ApiKey[];
  readonly requestsPerSecond?: number;
  readonly mostInFlight?: number;
  readonly proxies?: number;
}

/**
 * The whole API on ports in memory, each of which can be told to be down. Anyone may do anything unless there are keys. An answer that is not
 * documented fails the test.
 */
export function createTestApi({ testRoutes = true, keys = [], requestsPerSecond = 0, mostInFlight = 0, proxies = 0 }: TestApiOptions = {}) {
  const orders = new MemoryOrders();
  const workflows = new MemoryWorkflows();
  const events = new MemoryEvents();
  const spool = new MemorySpool();
  const limits = new MemoryLimits({ perOrderLimit: LIMIT, windowMs: 86_400_000 });
  const toggles = new MemoryToggles();
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const stuck: StuckOrder[] = [];
  const dependencies = [workflows, orders, events, spool];
  const logger = createProcessLogger('api-test', 'error');
  logger.silent = true;
  const deps: ApiDeps = {
    ...{ orders, workflows, events, spool, holds: orders.holds, stuckOrders: stuckIn(stuck, orders.faults) },
    ...{ limits, toggles, dependencies, metrics, logger, testRoutes, stopping: stop.signal },
    ...{ keys, requestsPerSecond, proxies, inFlight: orders },
    inFlightLimiter: createInFlightLimiter({ most: mostInFlight, orders, logger, onTurnedAway: () => metrics.ordersTurnedAway.inc() }),
    clock: tickingClock(),
    newId: () => v7(),
  };
  const app = failOnUndocumented(createApp(deps), { withKeys: keys.length > 0 });
  return { app, client: supertest(app), orders, workflows, events, spool, limits, toggles, stop, stuck, dependencies, logger, deps };
}

/** No two orders are accepted in the same millisecond. */
function tickingClock(): () => Date {
  let now = Date.now();
  return () => new Date(now++);
}

function stuckIn(stuck: readonly StuckOrder[], faults: Faults): StuckOrders {
  return {
    list: ({ offset, limit }) => faults.around(() => ({ total: stuck.length, orders: stuck.slice(offset, offset + limit) })),
    summary: () => faults.around(() => ({ count: stuck.length, ...(stuck[0] && { oldest: stuck[0].since }) })),
  };
}

export const ORDER = { value: '1000.00', user_id: 'user-1', installment: '1', method: 'credit_card' };

/** An answer, whichever way it was got. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The body of an answer, which must be of exactly this shape. */
export function bodyAs<Schema extends z.ZodType>(schema: Schema, { body }: Pick<Answer, 'body'>): z.output<Schema> {
  return schema.parse(body);
}

/** What a client is told to try again, and when. */
const RETRIED: readonly ProblemCode[] = ['UNAVAILABLE', 'RATE_LIMITED', 'TOO_MANY_ORDERS'];

/** The answer must be this problem, told as every problem is told. */
export function assertProblem(response: Answer, code: ProblemCode): z.output<typeof problem> {
  const told = problem.parse(response.body);
  assert.equal(told.code, code);
  assert.equal(response.status, PROBLEMS[code].status);
  assert.equal(told.status, response.status);
  assert.match(String(response.headers['content-type']), /^application\/problem\+json/);
  assert.notEqual(told.error, '');
  assert.doesNotMatch(JSON.stringify(told), /\bat .*:\d+:\d+|node_modules/, 'a stack trace');
  assert.equal(told.instance, `urn:uuid:${response.headers['x-request-id']}`);
  assert.equal(response.headers['retry-after'] !== undefined, RETRIED.includes(code));
  return told;
}
