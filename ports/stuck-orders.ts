import type { OrderState } from '../domain/order';
import type { Stuck, StuckCause } from '../domain/stuck';
import type { Page } from './orders';

/** How a mark was resolved: the order was settled, missing events were published, or nothing was missing. The names are stored. */
export type Resolution = 'SETTLED' | 'TOLD' | 'WHOLE';

/** The marks on stuck orders, one for each run of a workflow. Every call throws `Unavailable` when the store cannot answer. */
export interface StuckMarks {
  /** The unresolved marks, oldest first, at most so many. */
  unresolved(atMost: number): Promise<Stuck[]>;
  /** Which of these runs have a resolved mark. */
  resolvedOf(runIds: readonly string[]): Promise<Set<string>>;
  /** Adds or updates the marks; a resolved mark stays resolved. */
  mark(found: readonly Stuck[], seenAt: Date): Promise<void>;
  /** Removes marks that no longer hold, unless they are resolved or were seen after that time. */
  clear(marks: readonly Stuck[], seenAt: Date): Promise<void>;
  /** Resolves a mark for good. Without a mark of this run it writes a resolved one. */
  resolve(mark: Stuck, resolution: Resolution, at: Date): Promise<void>;
}

/** A stuck order. */
export interface StuckOrder {
  readonly order: OrderState;
  readonly cause: StuckCause;
  /** The step that keeps failing, and its last error. */
  readonly step?: string;
  readonly error?: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** The stuck orders. Every call throws `Unavailable` when the store cannot answer. */
export interface StuckOrders {
  /**
   * Every order that has been PROCESSING and not held for longer than the set time, whatever the cause, and every settled order
   * that is marked because its events are not published; oldest first.
   */
  list(page: Page): Promise<{ total: number; orders: StuckOrder[] }>;
  /** How many there are, and since when the oldest is stuck (ISO 8601). */
  summary(): Promise<{ count: number; oldest?: string }>;
}
