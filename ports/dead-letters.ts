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

/** Why this dead letter has no place on the topic; `undefined` when it has. */
export function replayRefusal(letter: Pick<ShownDeadLetter, 'reason' | 'topic'>, topic: string): string | undefined {
  if (letter.topic !== topic) return `it does not come from ${topic}`;
  return letter.reason === 'unserialisable' ? 'it never was a record; the event can be published once the code is mended' : undefined;
}
