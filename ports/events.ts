import type { Streamed } from '../domain/diff-published';
import type { OrderEvent } from '../domain/events';

/** The log of all events, kept for ever. Insert only. */
export interface EventLog {
  /** Adds the events, in order; those already there (by id) are left as they are. */
  append(orderId: string, events: readonly OrderEvent[]): Promise<void>;
}

/** The stream other systems follow. At least once, in order per order, the same id on a duplicate. */
export interface EventStream {
  publish(orderId: string, events: readonly OrderEvent[]): Promise<void>;
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

/** The event log, for reading. */
export interface EventReader {
  /** The order's recorded events by sequence; empty when nothing is recorded (yet). */
  read(orderId: string): Promise<OrderEvent[]>;
}
