import type { OrderEvent } from '../domain/events';
import type { Decision } from '../domain/holds';
import type { Order, OrderState, Outcome } from '../domain/order';

/** The durable workflows, one per order. Every call throws `Unavailable` when the server cannot answer in time. */
export interface OrderWorkflows {
  /**
   * Starts the order's workflow: the commit point of acceptance. Repeating a start for the same id changes nothing. The answer is
   * the order that the workflow was started with: this very object when this call has started it, otherwise possibly another order.
   */
  start(order: Order): Promise<Order>;
  /**
   * The order as its workflow knows it; `undefined` when there is no such workflow. Needs a worker only while the order is settled
   * and its events are still being published.
   */
  find(orderId: string): Promise<OrderState | undefined>;
  /** The workflow's own list of events so far, by query (needs a worker); `undefined` when there is no such workflow. */
  timeline(orderId: string): Promise<readonly OrderEvent[] | undefined>;
  /**
   * Sends an operator's decision to a held order and waits for the result. Repeating `approve` or `reject` changes nothing
   * and has the same answer; each `retry` asks again.
   */
  decide(orderId: string, decision: Decision): Promise<DecisionAnswer>;
  /**
   * Cancels an order, for its client or for the operator of this name, and waits for the outcome, which may be another than canceled.
   * Repeating it changes nothing and has the same answer.
   */
  cancelOrder(orderId: string, operator?: string): Promise<CancelAnswer>;
  /**
   * The outcome of the workflow once it has ended and all events are published, which is later than the settlement. `undefined` when
   * there will be none to wait for: no such workflow, a workflow that broke off, or the signal aborts first.
   */
  waitForEnd(orderId: string, over: AbortSignal): Promise<Outcome | undefined>;
  /** Cancels the workflow if it is open and waits until it has ended. */
  cancel(orderId: string): Promise<void>;
  /** Removes all that the server keeps of an ended workflow. Can be repeated. The server may take half a minute to do it. */
  remove(orderId: string): Promise<void>;
}

/**
 * The result of a decision: the order's outcome, whether this decision or something else has caused it; the order is held as before;
 * it is open and not held; there is no such workflow; or the workflow has ended, and the outcome can be read.
 */
export type DecisionAnswer = { readonly outcome: Outcome } | 'still-held' | 'not-held' | 'not-found' | 'ended';

/** The order's outcome; or there is no such workflow; or the workflow had ended before, and the outcome can be read. */
export type CancelAnswer = Outcome | 'not-found' | 'ended';
