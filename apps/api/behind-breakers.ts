import type { Breaker } from '../breaker';
import type { LimitsOfUsers } from './limits-port';
import type { Holds, Orders, OrdersInFlight, OrderWorkflows, StuckOrders } from './ports';

/**
 * The workflows, without a wait for a server that does not answer. Starts decide whether it does: what else fails may miss a worker
 * only. Looking orders up has a breaker of its own, for a time without starts.
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

/** The rows, without a wait for a store that does not answer. Statements on one row decide whether it does: a list may only be long. */
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

/** The count of orders in flight, turned away with the rows. */
export function inFlightBehind(rows: Breaker, orders: OrdersInFlight): OrdersInFlight {
  const ask = unlessOpen(rows);
  return { inFlight: (atMost, since) => ask(() => orders.inFlight(atMost, since)) };
}

/** The held orders, turned away with the rows. */
export function holdsBehind(rows: Breaker, holds: Holds): Holds {
  const ask = unlessOpen(rows);
  return { list: (page) => ask(() => holds.list(page)) };
}

/** The stuck orders, turned away with the rows. */
export function stuckOrdersBehind(rows: Breaker, stuckOrders: StuckOrders): StuckOrders {
  const ask = unlessOpen(rows);
  return { list: (page) => ask(() => stuckOrders.list(page)), summary: () => ask(() => stuckOrders.summary()) };
}

/** The limits of users, turned away with the rows. */
export function limitsBehind(rows: Breaker, limits: LimitsOfUsers): LimitsOfUsers {
  const ask = unlessOpen(rows);
  return {
    limitOf: (userId) => ask(() => limits.limitOf(userId)),
    setLimit: (userId, own) => ask(() => limits.setLimit(userId, own)),
    exposureOf: (userId) => ask(() => limits.exposureOf(userId)),
    removeReservationsOf: (userIds) => ask(() => limits.removeReservationsOf(userIds)),
  };
}

/** Calls that are turned away with the others, and are not counted. */
function unlessOpen(breaker: Breaker) {
  return <T>(work: () => Promise<T>): Promise<T> => (breaker.isOpen() ? breaker(work) : work());
}
