import type { OrderEvent } from '../../domain/events';
import type { Decision, Hold } from '../../domain/holds';
import type { Order, OrderState, Outcome } from '../../domain/order';
import type { StuckCause } from '../../domain/stuck';

/** The order's rows. Every call throws `Unavailable` when the store cannot answer. */
export interface Orders {
  /** Adds the row of an accepted order; leaves a row that is already there as it is. */
  accept(order: Order): Promise<void>;
  find(orderId: string): Promise<OrderState | undefined>;
  /**
   * A user's orders, newest first (acceptance, then id), and how many there are in all, both of one moment; `next` is the place after
   * the last of them when there are more. Going on from there, and so on, meets every order that was there all the while once,
   * whatever is accepted meanwhile.
   */
  listByUser(userId: string, page: OrdersAsked): Promise<ListedOrders>;
  /** The ids of these users' orders. */
  idsOf(userIds: readonly string[]): Promise<string[]>;
  /** Removes every order of these users; answers with the ids. */
  removeOrdersOf(userIds: readonly string[]): Promise<string[]>;
}

/** How much is under way. Throws `Unavailable` when the store cannot answer. */
export interface OrdersInFlight {
  /** How many orders are PROCESSING, not held and accepted since then; not counted further than that. */
  inFlight(atMost: number, since: Date): Promise<number>;
}

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** A place in a list of orders, newest first: after what was accepted later than this, or then under a greater id or this one. */
export interface Place {
  /** Microseconds since 1970. */
  readonly acceptedAtUs: number;
  readonly id: string;
}

/** Which of a user's orders: past so many, from the newest or from a place on. */
export interface OrdersAsked extends Page {
  /** The client that placed them; all of the user's without it. */
  readonly client?: string;
  readonly after?: Place;
  /** `false` when the total is not wanted: it has to be counted, which takes longer the more orders the user has. */
  readonly withTotal?: boolean;
}

export interface ListedOrders {
  readonly orders: OrderState[];
  /** There unless it was not wanted. */
  readonly total?: number;
  readonly next?: Place;
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

/** The held orders. Throws `Unavailable` when the store cannot answer. */
export interface Holds {
  /** Those that are held, the one that is held for longest first, and how many there are in all. */
  list(page: Page): Promise<{ total: number; holds: HeldOrder[] }>;
}

export interface HeldOrder {
  readonly order: OrderState;
  readonly hold: Hold;
}

/** The event log, for reading. */
export interface EventReader {
  /** The order's recorded events by sequence; empty when nothing is recorded (yet). */
  read(orderId: string): Promise<OrderEvent[]>;
}

/** Where orders wait while Temporal cannot take them. Every call throws `Unavailable` when the store cannot answer. */
export interface Spool {
  /**
   * Writes the order once: it is durable when this resolves. Answers with the order that is spooled under its id: this very
   * object, or one that was there before.
   */
  put(order: Order): Promise<Order>;
  find(orderId: string): Promise<Order | undefined>;
}

/** An order that does not go on. */
export interface StuckOrder {
  readonly order: OrderState;
  readonly cause: StuckCause;
  /** The step that keeps failing, and its last error. */
  readonly step?: string;
  readonly error?: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** The orders that do not go on. Every call throws `Unavailable` when the store cannot answer. */
export interface StuckOrders {
  /**
   * Every order that is PROCESSING and not held for longer than the set time, whatever the cause, and every settled one that
   * the watch found untold; oldest first.
   */
  list(page: Page): Promise<{ total: number; orders: StuckOrder[] }>;
  /** How many there are, and since when the oldest is stuck (ISO 8601). */
  summary(): Promise<{ count: number; oldest?: string }>;
}
