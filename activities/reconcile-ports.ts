import type { Streamed } from '../domain/compare-told';
import type { OrderEvent } from '../domain/events';
import type { Execution } from '../domain/execution';
import type { Order } from '../domain/order';
import type { OrderRow } from '../domain/order-row';
import type { Stuck } from '../domain/stuck';

// What the detection of stuck orders and reconcile work on. Every call throws `Unavailable` when it cannot answer.

/** A stretch of time in milliseconds since 1970: from, inclusive, to, exclusive. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Which workflows of orders to list: started in a window, broken off since, or open and not held though started before. */
export type Which =
  | { readonly kind: 'started'; readonly window: Window }
  | { readonly kind: 'broken-off'; readonly sinceMs: number }
  | { readonly kind: 'open'; readonly startedBeforeMs: number };

/** The workflows of all orders of this system: its task queue sets them apart from those of another system. */
export interface Executions {
  /** Runs, at most so many, as the server's index knows them: a moment old, without their trouble, and not only latest ones. */
  list(which: Which, atMost: number): Promise<Execution[]>;
  /** The latest run of an order's workflow as it is now; `undefined` when there is none. */
  find(orderId: string): Promise<Execution | undefined>;
}

/** The rows of orders. */
export interface OrderRows {
  /** The ids of orders accepted or settled in the window, at most so many. */
  acceptedOrSettledIn(window: Window, atMost: number): Promise<string[]>;
  /** The ids of orders accepted before then that are open and not held, oldest first, at most so many. */
  openBefore(beforeMs: number, atMost: number): Promise<string[]>;
  /** The rows of these orders, by id; those without a row are left out. */
  read(orderIds: readonly string[]): Promise<Map<string, OrderRow>>;
}

/** Adds the row of an order that was accepted, unless there is one. */
export interface Acceptances {
  accept(order: Order): Promise<void>;
}

/** What waits in the spool. */
export interface SpoolLookup {
  find(orderId: string): Promise<Order | undefined>;
}

/** The event log, for reading. */
export interface LoggedEvents {
  read(orderId: string): Promise<OrderEvent[]>;
}

/** The stream, for reading. */
export interface StreamedEvents {
  /**
   * What was published about these orders since then, and what of it became a dead letter; repetitions that are equal are
   * left out, and so are orders of which there is nothing.
   */
  read(orderIds: ReadonlySet<string>, sinceMs: number): Promise<Map<string, Streamed[]>>;
}

/** How a mark came off: the order was settled, what was missing was published, or nothing was missing. */
export type Resolution = 'SETTLED' | 'TOLD' | 'WHOLE';

/** The marks on orders that do not go on, one for each run of a workflow. */
export interface StuckMarks {
  /** The marks that have not come off, oldest first, at most so many. */
  current(atMost: number): Promise<Stuck[]>;
  /** Which of these runs have a mark that came off. */
  resolvedOf(runIds: readonly string[]): Promise<Set<string>>;
  /** Sets the marks or brings them up to date; one that came off stays off. */
  mark(found: readonly Stuck[], seenAt: Date): Promise<void>;
  /** Takes off marks that are wrong by now, unless they came off or were seen after that time. */
  clear(marks: readonly Stuck[], seenAt: Date): Promise<void>;
  /** Takes a mark off for good, and leaves a note of it also where there was none. */
  resolve(mark: Stuck, resolution: Resolution, at: Date): Promise<void>;
}
