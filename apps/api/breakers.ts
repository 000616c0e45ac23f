import { v7 } from 'uuid';
import { TemporalWorkflows } from '../../adapters/temporal/order-workflows';
import { TemporalSchedules } from '../../adapters/temporal/schedules';
import type { Holds } from '../../ports/holds';
import type { LimitsOfUsers } from '../../ports/limits';
import type { Orders, OrdersInFlight } from '../../ports/orders';
import type { StuckOrders } from '../../ports/stuck-orders';
import type { OrderWorkflows } from '../../ports/workflows';
import { RECOVER_SCHEDULE } from '../../workflows/contract';
import { breaker, type Breaker } from '../runtime/breaker';
import { composeTemporal } from '../runtime/compose';
import type { ProcessContext } from '../runtime/run-process';

/** Makes the order workflows, behind their breakers. Temporal may still be down. */
export function composeWorkflows(context: ProcessContext) {
  const { config, logger } = context;
  const options = { ...composeTemporal(context), timeoutMs: config.TEMPORAL_TIMEOUT_MS };
  const temporal = new TemporalWorkflows(options);
  const schedules = new TemporalSchedules(options);

  const breakerOptions = { name: 'temporal', retryAfterMs: config.BREAKER_RETRY_MS, logger } as const;
  const starts = breaker({
    ...breakerOptions,
    // A lookup of an unknown order needs the same parts of the server as a start does; a ping does not.
    probe: () => temporal.find(v7()),
    // If this fails, the schedule starts the recovery a little later.
    onClose: () => void schedules.trigger(RECOVER_SCHEDULE).catch((error: unknown) => logger.warn('the recovery of the spool could not be triggered', { error })),
  });
  const lookUps = breaker(breakerOptions);
  return {
    workflows: workflowsBehind(starts, lookUps, temporal),
    breakers: { start: starts, find: lookUps },
    dependency: { name: 'temporal', ping: () => temporal.ping() },
  };
}

/**
 * Wraps the workflows in breakers, so that no call waits long for a server that is down. Only failed starts open the first breaker,
 * because other calls also fail when only a worker is missing. Lookups have a breaker of their own, for times without orders.
 */
export function workflowsBehind(starts: Breaker, lookUps: Breaker, workflows: OrderWorkflows): OrderWorkflows {
  const ask = unlessOpen(starts);
  return {
    start: (order) => starts(() => workflows.start(order)),
    find: (orderId) => ask(() => lookUps(() => workflows.find(orderId))),
    timeline: (orderId) => ask(() => workflows.timeline(orderId)),
    decide: (orderId, decision) => ask(() => workflows.decide(orderId, decision)),
    cancelOrder: (orderId, operator) => ask(() => workflows.cancelOrder(orderId, operator)),
    waitForEnd: (orderId, over) => ask(() => workflows.waitForEnd(orderId, over)),
    cancel: (orderId) => ask(() => workflows.cancel(orderId)),
    remove: (orderId) => ask(() => workflows.remove(orderId)),
  };
}

/** Wraps the rows in a breaker. Only failed calls about one row open it, because a call about many rows may just take long. */
export function ordersBehind(rows: Breaker, orders: Orders): Orders {
  const ask = unlessOpen(rows);
  return {
    accept: (order) => rows(() => orders.accept(order)),
    find: (orderId) => rows(() => orders.find(orderId)),
    listByUser: (userId, page) => ask(() => orders.listByUser(userId, page)),
    idsOf: (userIds) => ask(() => orders.idsOf(userIds)),
    removeOrdersOf: (userIds) => ask(() => orders.removeOrdersOf(userIds)),
  };
}

/** Wraps the count of orders in flight, which fails at once while the breaker of the rows is open. */
export function inFlightBehind(rows: Breaker, orders: OrdersInFlight): OrdersInFlight {
  const ask = unlessOpen(rows);
  return { inFlight: (atMost, since) => ask(() => orders.inFlight(atMost, since)) };
}

/** Wraps the held orders in the same way. */
export function holdsBehind(rows: Breaker, holds: Holds): Holds {
  const ask = unlessOpen(rows);
  return { list: (page) => ask(() => holds.list(page)) };
}

/** Wraps the stuck orders in the same way. */
export function stuckOrdersBehind(rows: Breaker, stuckOrders: StuckOrders): StuckOrders {
  const ask = unlessOpen(rows);
  return { list: (page) => ask(() => stuckOrders.list(page)), summary: () => ask(() => stuckOrders.summary()) };
}

/** Wraps the limits of users in the same way. */
export function limitsBehind(rows: Breaker, limits: LimitsOfUsers): LimitsOfUsers {
  const ask = unlessOpen(rows);
  return {
    limitOf: (userId) => ask(() => limits.limitOf(userId)),
    setLimit: (userId, own) => ask(() => limits.setLimit(userId, own)),
    exposureOf: (userId) => ask(() => limits.exposureOf(userId)),
    removeReservationsOf: (userIds) => ask(() => limits.removeReservationsOf(userIds)),
  };
}

/** Makes calls that fail at once while the breaker is open, but whose own failures do not open it. */
function unlessOpen(breaker: Breaker) {
  return <T>(work: () => Promise<T>): Promise<T> => (breaker.isOpen() ? breaker(work) : work());
}
