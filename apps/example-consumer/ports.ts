/** A record of the stream, as it came. A header may be there several times. */
export interface StreamRecord {
  readonly partition: number;
  readonly offset: string;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
}

/** What became of a record: dealt with, or not a thing that can be dealt with, and why. */
export type Verdict = 'done' | { readonly unreadable: string };

export interface EventSource {
  /**
   * Gives each record to `take`, those of one partition in their order, until the signal aborts. A record counts as
   * consumed once `take` has answered; an unreadable one goes to the dead letters before. Throws what `take` throws, and
   * `Unavailable` when Kafka cannot answer: called again it goes on with the first record that does not count yet.
   */
  consume(take: (record: StreamRecord) => Promise<Verdict>, signal: AbortSignal): Promise<void>;
}

/** The effect of the stream, and which events have had theirs. Every call throws `Unavailable` when it cannot answer. */
export interface Inbox {
  /** Makes the tables; leaves those that exist as they are. */
  prepare(): Promise<void>;
  /** Lets an event have its effect, unless it had it before: both or neither. */
  take(event: CountedEvent): Promise<'taken' | 'duplicate'>;
}

/** An event that this consumer is interested in. */
export type CountedEvent = { readonly id: string; readonly day: string } & (
  | { readonly type: 'order.received.v1'; readonly value: string }
  | { readonly type: 'order.approved.v1' | 'order.canceled.v1' }
);
