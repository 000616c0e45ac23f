import { defineSearchAttributeKey } from '@temporalio/common';

/** The names that the API and the worker share. The API refers to workflows only by these names. */
export const PROCESS_ORDER = 'processOrder';

/** Query: the events recorded so far, as `OrderEvent[]`. */
export const TIMELINE_QUERY = 'timeline';

/** Query: the outcome once the order is settled, `null` before. */
export const OUTCOME_QUERY = 'outcome';

/**
 * Update: an operator's `Decision` about a held order, for the check that it names or for every check that holds the order. Answers
 * with the `Outcome` of the settlement, or with `null` when the order is still held: a `retry` got no answer, or another check
 * holds it. Refused with {@link NOT_HELD} while the order is open and not held.
 */
export const DECISION_UPDATE = 'decide';
export const NOT_HELD = 'NotHeld';

/** Update: a client cancels the order, or the operator whose name it carries. Answers with the `Outcome` of the settlement. */
export const CANCEL_UPDATE = 'cancel';

/** Workflow: starts the orders that wait in the spool. */
export const RECOVER_SPOOL = 'recoverSpool';
/** Workflow: detects and marks stuck orders. */
export const WATCH_ORDERS = 'watchOrders';
/** Workflow: compares what the stores have about the orders of a window, and repairs. Takes a `ReconcileRequest`. */
export const RECONCILE_ORDERS = 'reconcileOrders';

/** The schedules of these workflows, which also name the runs that they start. */
export const RECOVER_SCHEDULE = 'recover-spool';
export const WATCH_SCHEDULE = 'watch-orders';
export const RECONCILE_SCHEDULE = 'reconcile-orders';

export const USER_ID = defineSearchAttributeKey('UserId', 'KEYWORD');
export const ORDER_STATUS = defineSearchAttributeKey('OrderStatus', 'KEYWORD');
export const ORDER_STAGE = defineSearchAttributeKey('OrderStage', 'KEYWORD');

/**
 * The stage of an open order. `checking`: its checks are running. `held`: it waits for an answer or an operator. `settled`: its events
 * are still to be published. `stuck`: in any of these stages, one of its steps keeps failing.
 */
export type OrderStage = 'checking' | 'held' | 'settled' | 'stuck';

/** The workflow of an order has the order's id, so that there can be only one. */
export function workflowIdOf(orderId: string): string {
  return orderId;
}
