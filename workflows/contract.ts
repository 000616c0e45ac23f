import { defineSearchAttributeKey } from '@temporalio/common';

/** The names which the API and the worker share. The API knows workflows by these alone. */
export const PROCESS_ORDER = 'processOrder';

/** Query: the events noted so far, as `OrderEvent[]`. */
export const TIMELINE_QUERY = 'timeline';

/** Query: the outcome once a settlement stands, `null` before. */
export const OUTCOME_QUERY = 'outcome';

export const USER_ID = defineSearchAttributeKey('UserId', 'KEYWORD');
export const ORDER_STATUS = defineSearchAttributeKey('OrderStatus', 'KEYWORD');
export const ORDER_STAGE = defineSearchAttributeKey('OrderStage', 'KEYWORD');

/** Where an open order is: its checks are running, or its end stands and log and stream are still to be told. */
export type OrderStage = 'checking' | 'settled';

/** The workflow of an order has the order's id, so that there can be only one. */
export function workflowIdOf(orderId: string): string {
  return orderId;
}
