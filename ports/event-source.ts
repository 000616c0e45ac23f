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
