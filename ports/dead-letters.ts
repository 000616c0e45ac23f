/** Records that could never be published, or that a consumer could not read. Every call throws `Unavailable` when Kafka cannot answer. */
export interface DeadLetters {
  /** The unresolved dead letters, oldest first, at most so many; and how many there are in all. */
  list(atMost: number): Promise<{ readonly total: number; readonly letters: readonly DeadLetter[] }>;
  /** A dead letter, resolved or not, with its bytes; `undefined` when there is no such dead letter. */
  show(id: string): Promise<ShownDeadLetter | undefined>;
  /**
   * Publishes them unchanged to the stream, in their order, hence with the same event ids; answers for each. A letter that was
   * resolved before is not published. A replay that was interrupted may publish a letter again when it is repeated.
   */
  replay(ids: readonly string[], by: string): Promise<ReadonlyMap<string, DeadLetterAnswer>>;
  /** Removes a dead letter from the list for good. */
  discard(id: string, reason: string, by: string): Promise<DeadLetterAnswer>;
}

/** A record that could not be published or read. Any of its texts may come from outside. */
export interface DeadLetter {
  /** `<partition>-<offset>` on the dead-letter topic. */
  readonly id: string;
  /** The kind of fault: `too-large`, `invalid-record` and `unserialisable` when publishing, `unreadable` when consuming. */
  readonly reason: string;
  /** The error message. */
  readonly error: string;
  /** When it became a dead letter, in ISO 8601, UTC. */
  readonly at: string;
  /** The topic it was meant for, or read from. Unknown when another system has written it. */
  readonly topic: string | undefined;
  readonly eventId: string | undefined;
}

export interface ShownDeadLetter extends DeadLetter {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
  readonly resolution: DeadLetterResolution | undefined;
}

/** How a dead letter was resolved. */
export interface DeadLetterResolution {
  readonly resolution: 'replayed' | 'discarded';
  readonly reason: string;
  readonly by: string;
  /** In ISO 8601, UTC. */
  readonly at: string;
}

/** The result of a replay or a discard: it was done; or nothing was changed, and why. */
export type DeadLetterAnswer =
  | { readonly answer: 'replayed' | 'discarded' | 'unknown' }
  | { readonly answer: 'dealt-with'; readonly earlier: DeadLetterResolution }
  | { readonly answer: 'refused'; readonly why: string };

/** A header of a record. A record may have several of one name. */
export type Header = readonly [name: string, value: Buffer];

/** A record as it was, or would have been, on a topic. */
export interface RawRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly Header[];
}

/** Why a record is a dead letter. */
export interface DeadLetterCause {
  readonly reason: 'too-large' | 'invalid-record' | 'unserialisable' | 'unreadable';
  readonly error: string;
  readonly topic: string;
  readonly at: Date;
}

/** Why this dead letter cannot be replayed to the topic; `undefined` when it can. */
export function replayRefusal(letter: Pick<ShownDeadLetter, 'reason' | 'topic'>, topic: string): string | undefined {
  if (letter.topic !== topic) return `it does not come from ${topic}`;
  return letter.reason === 'unserialisable' ? 'it never was a record; the event can be published once the code is mended' : undefined;
}
