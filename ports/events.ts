import type { Streamed } from '../domain/diff-published';
import type { OrderEvent } from '../domain/events';

// Every call throws `Unavailable` when the log or the stream cannot answer.

/** The log of all events, kept for ever. Insert only. */
export interface EventLog {
  /** Adds the events, in order. Events that are in the log already (by id) stay as they are. */
  append(orderId: string, events: readonly OrderEvent[]): Promise<void>;
}

/** The event log, for reading. */
export interface EventReader {
  /** The order's recorded events by sequence; empty when nothing is recorded (yet). */
  read(orderId: string): Promise<OrderEvent[]>;
}

/** The stream that other systems follow: at least once, in order for each order, with the same id on a duplicate. */
export interface EventStream {
  publish(orderId: string, events: readonly OrderEvent[]): Promise<void>;
}

/** The stream, for comparing what was published. */
export interface StreamedEvents {
  /**
   * What was published about these orders since `sinceMs` (milliseconds since 1970), and which of it became a dead letter. Equal
   * duplicates are left out, and so are orders without any record.
   */
  read(orderIds: ReadonlySet<string>, sinceMs: number): Promise<Map<string, Streamed[]>>;
}

/** The stream, for a consumer. */
export interface EventSource {
  /**
   * Gives each record to `take` until the signal aborts, the records of one partition in their order. A record counts as
   * consumed once `take` has answered; an unreadable one goes to the dead letters first. Throws what `take` throws. Called
   * again, it goes on with the first record that does not count yet.
   */
  consume(take: (record: StreamRecord) => Promise<Verdict>, signal: AbortSignal): Promise<void>;
}

/** A record of the stream, as it came. A header may occur several times. */
export interface StreamRecord {
  readonly partition: number;
  readonly offset: string;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
}

/** What a consumer made of a record: it has processed it, or cannot read it, and why. */
export type Verdict = 'done' | { readonly unreadable: string };
