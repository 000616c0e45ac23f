import type { OrderState } from '../domain/order';
import type { Stuck, StuckCause } from '../domain/stuck';
import type { Page } from './orders';

/** How a mark came off: the order was settled, what was missing was published, or nothing was missing. */
export type Resolution = 'SETTLED' | 'TOLD' | 'WHOLE';

/** The marks on orders that do not go on, one for each run of a workflow. */
export interface StuckMarks {
  /** The marks that have not come off, oldest first, at most so many. */
  unresolved(atMost: number): Promise<Stuck[]>;
  /** Which of these runs have a mark that came off. */
  resolvedOf(runIds: readonly string[]): Promise<Set<string>>;
  /** Sets the marks or brings them up to date; one that came off stays off. */
  mark(found: readonly Stuck[], seenAt: Date): Promise<void>;
  /** Takes off marks that are wrong by now, unless they came off or were seen after that time. */
  clear(marks: readonly Stuck[], seenAt: Date): Promise<void>;
  /** Takes a mark off for good, and leaves a note of it also where there was none. */
  resolve(mark: Stuck, resolution: Resolution, at: Date): Promise<void>;
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
