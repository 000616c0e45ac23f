import type { Reconciled } from '../../domain/reconcile-report';
import type { RecoveredSpool } from '../../domain/recovered-spool';
import type { ReconcileRequest } from '../../workflows/contract';

/** What could never be published, or not be read by a consumer. Every call throws `Unavailable` when Kafka cannot answer. */
export interface DeadLetters {
  /** Those that nobody has dealt with yet, oldest first, at most so many; and how many there are in all. */
  list(atMost: number): Promise<{ readonly total: number; readonly letters: readonly DeadLetter[] }>;
  /** One, whether dealt with or not, with its bytes; `undefined` when there is no such dead letter. */
  show(id: string): Promise<ShownDeadLetter | undefined>;
  /**
   * Puts them, in their order, on the stream as they were, hence with the same event id; answers for each. One that was
   * dealt with before is left alone. What is cut off in the middle may go to the stream again when it is repeated.
   */
  replay(ids: readonly string[], by: string): Promise<ReadonlyMap<string, DeadLetterAnswer>>;
  /** Takes one off the list for good. */
  discard(id: string, reason: string, by: string): Promise<DeadLetterAnswer>;
}

/** A record that did not get through. All of its texts may come from anyone. */
export interface DeadLetter {
  /** `<partition>-<offset>` on the dead-letter topic. */
  readonly id: string;
  /** The kind of fault; `too-large`, `invalid-record` and `unserialisable` are of publishing, `unreadable` of consuming. */
  readonly reason: string;
  /** What was said about it. */
  readonly error: string;
  /** When it was given up, in ISO 8601, UTC. */
  readonly at: string;
  /** The topic it was meant for, or read from. Unknown when another system has put it there. */
  readonly topic: string | undefined;
  readonly eventId: string | undefined;
}

export interface ShownDeadLetter extends DeadLetter {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
  readonly resolution: DeadLetterResolution | undefined;
}

/** How a dead letter was dealt with. */
export interface DeadLetterResolution {
  readonly resolution: 'replayed' | 'discarded';
  readonly reason: string;
  readonly by: string;
  /** In ISO 8601, UTC. */
  readonly at: string;
}

/** What became of a wish: done; or nothing was changed, and why. */
export type DeadLetterAnswer =
  | { readonly answer: 'replayed' | 'discarded' | 'unknown' }
  | { readonly answer: 'dealt-with'; readonly earlier: DeadLetterResolution }
  | { readonly answer: 'refused'; readonly why: string };

/**
 * The maintenance jobs, run on the worker without waiting for their schedules. Each call waits for what the job did, and joins a run
 * that was begun so and goes on. Throws `Unavailable`.
 */
export interface Maintenance {
  /** Starts the orders that wait in the spool. */
  recoverSpool(): Promise<RecoveredSpool>;
  /** Compares what the stores say about orders, and repairs. */
  reconcileOrders(request: ReconcileRequest): Promise<Reconciled>;
}
