import type { OrderEvent } from '../domain/events';
import type { Execution } from '../domain/execution';
import type { Decision } from '../domain/holds';
import type { Order, OrderState, Outcome } from '../domain/order';

// What the detection of stuck orders and reconcile work on. Every call throws `Unavailable` when it cannot answer.

/** A stretch of time in milliseconds since 1970: from, inclusive, to, exclusive. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Which workflows of orders to list: started in a window, broken off since, or open and not held though started before. */
export type ExecutionFilter =
  | { readonly kind: 'started'; readonly window: Window }
  | { readonly kind: 'broken-off'; readonly sinceMs: number }
  | { readonly kind: 'open'; readonly startedBeforeMs: number };

/** The workflows of all orders of this system: its task queue sets them apart from those of another system. */
export interface Executions {
  /** Runs, at most so many, as the server's index knows them: a moment old, without their trouble, and not only latest ones. */
  list(which: ExecutionFilter, atMost: number): Promise<Execution[]>;
  /** The latest run of an order's workflow as it is now; `undefined` when there is none. */
  find(orderId: string): Promise<Execution | undefined>;
}

/** Starts order workflows. */
export interface WorkflowStarts {
  /** Starts the order's workflow unless there is one; answers with the order it was started with. */
  start(order: Order): Promise<Order>;
}

/** The durable workflows, one per order. Every call throws `Unavailable` when the server cannot answer in time. */
export interface OrderWorkflows {
  /**
   * Starts the order's workflow: the commit point of acceptance. A start repeated for the same id changes nothing; the answer is
   * the order the workflow was started with, which may be another than this one: it is this very object when this call has started it.
   */
  start(order: Order): Promise<Order>;
  /** The order as its workflow knows it; needs a worker only while the end is still being told. `undefined` when there is no such workflow. */
  find(orderId: string): Promise<OrderState | undefined>;
  /** The workflow's own list of events so far, by query (needs a worker); `undefined` when there is no such workflow. */
  timeline(orderId: string): Promise<readonly OrderEvent[] | undefined>;
  /**
   * Takes an operator's decision to a held order and waits for what comes of it. Repeating `approve` or `reject` changes nothing
   * and has the same answer; each `retry` asks again.
   */
  decide(orderId: string, decision: Decision): Promise<DecisionAnswer>;
  /**
   * Takes an order back, for its client or for the operator of this name, and waits for the outcome that stands then, whoever brought
   * it about. Repeating it changes nothing and has the same answer.
   */
  cancelOrder(orderId: string, operator?: string): Promise<CancelAnswer>;
  /**
   * The outcome of the workflow once it has ended and everything is told, which is later than it stands. `undefined` when there
   * will be none to wait for: no such workflow, one that was broken off, or the signal aborts first.
   */
  waitForEnd(orderId: string, over: AbortSignal): Promise<Outcome | undefined>;
  /** Cancels the workflow if it is open and waits until it has ended. */
  cancel(orderId: string): Promise<void>;
  /** Removes all that is kept of an ended workflow; repeating it is harmless. The server may take half a minute over it. */
  remove(orderId: string): Promise<void>;
}

/**
 * What became of a decision: the outcome that stands, whoever brought it about; the order is held as before; it is open and not
 * held; there is no such workflow; or the workflow has ended, and what stands is to be read.
 */
export type DecisionAnswer = { readonly outcome: Outcome } | 'still-held' | 'not-held' | 'not-found' | 'ended';

/** The outcome that stands; or there is no such workflow; or the workflow has ended before, and what stands is to be read. */
export type CancelAnswer = Outcome | 'not-found' | 'ended';
