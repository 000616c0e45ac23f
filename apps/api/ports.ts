import type { OrderEvent } from '../../domain/events';
import type { Order, OrderState } from '../../domain/order';

/** The order's rows. Every call throws `Unavailable` when the store cannot answer. */
export interface Orders {
  /** Adds the row of an accepted order; leaves a row that is already there as it is. */
  accept(order: Order): Promise<void>;
  find(orderId: string): Promise<OrderState | undefined>;
  /** A user's orders, newest first (acceptance, then id), and how many there are in all. */
  listByUser(userId: string, page: Page): Promise<{ total: number; orders: OrderState[] }>;
  /** The ids of these users' orders. */
  idsOf(userIds: readonly string[]): Promise<string[]>;
  /** Removes every order of these users; answers with the ids. */
  removeOrdersOf(userIds: readonly string[]): Promise<string[]>;
}

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** The durable workflows, one per order. Every call throws `Unavailable` when the server cannot answer in time. */
export interface OrderWorkflows {
  /**
   * Starts the order's workflow: the commit point of acceptance. A start repeated for the same id changes nothing; the answer is
   * the order the workflow was started with, which may be another than this one.
   */
  start(order: Order): Promise<Order>;
  /** The order as its workflow knows it; needs a worker only while the end is still being told. `undefined` when there is no such workflow. */
  find(orderId: string): Promise<OrderState | undefined>;
  /** The workflow's own list of events so far, by query (needs a worker); `undefined` when there is no such workflow. */
  timeline(orderId: string): Promise<readonly OrderEvent[] | undefined>;
  /** Cancels the workflow if it is open and waits until it has ended. */
  cancel(orderId: string): Promise<void>;
  /** Removes all that is kept of an ended workflow; repeating it is harmless. The server may take half a minute over it. */
  remove(orderId: string): Promise<void>;
}

/** The event log, for reading. */
export interface EventReader {
  /** The order's recorded events by sequence; empty when nothing is recorded (yet). */
  read(orderId: string): Promise<OrderEvent[]>;
}

/** Where orders wait while Temporal cannot take them. Every call throws `Unavailable` when the store cannot answer. */
export interface Spool {
  /**
   * Writes the order once: it is durable when this resolves. Answers with the order that is spooled under its id, which may
   * be another one that was there before.
   */
  put(order: Order): Promise<Order>;
  find(orderId: string): Promise<Order | undefined>;
}
