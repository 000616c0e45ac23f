import {
  type DeadLetter,
  type DeadLetterAnswer,
  type DeadLetterCause,
  type DeadLetterResolution,
  type DeadLetters,
  type RawRecord,
  type ShownDeadLetter,
  replayRefusal,
} from '../../ports/dead-letters';
import { Faults } from './faults';

/** The dead letters of a topic, and that topic, in memory, for tests. */
export class MemoryDeadLetters implements DeadLetters {
  readonly faults = new Faults('kafka');
  /** What was replayed, in order. */
  readonly stream: RawRecord[] = [];
  readonly #letters = new Map<string, ShownDeadLetter>();

  constructor(private readonly options: { readonly topic: string; readonly mostBytes: number }) {}

  /** A new dead letter; answers with its id. */
  add(record: RawRecord, { reason, error, topic, at }: DeadLetterCause): string {
    const id = `0-${this.#letters.size}`;
    const eventId = record.headers.find(([name]) => name === 'ce_id')?.[1].toString();
    this.#letters.set(id, { id, reason, error, topic, at: at.toISOString(), eventId, ...record, resolution: undefined });
    return id;
  }

  list(atMost: number): Promise<{ total: number; letters: DeadLetter[] }> {
    return this.faults.around(() => {
      const open = [...this.#letters.values()].filter(({ resolution }) => resolution === undefined);
      const letters = open.map(({ id, reason, error, at, topic, eventId }) => ({ id, reason, error, at, topic, eventId }));
      return { total: open.length, letters: letters.slice(0, atMost) };
    });
  }

  show(id: string): Promise<ShownDeadLetter | undefined> {
    return this.faults.around(() => this.#letters.get(id));
  }

  replay(ids: readonly string[], by: string): Promise<ReadonlyMap<string, DeadLetterAnswer>> {
    const inOrder = [...ids].sort((a, b) => [...this.#letters.keys()].indexOf(a) - [...this.#letters.keys()].indexOf(b));
    return this.faults.around(() => new Map(inOrder.map((id) => [id, this.#resolve(id, { resolution: 'replayed', reason: '', by })])));
  }

  discard(id: string, reason: string, by: string): Promise<DeadLetterAnswer> {
    return this.faults.around(() => this.#resolve(id, { resolution: 'discarded', reason, by }));
  }

  #resolve(id: string, resolution: Omit<DeadLetterResolution, 'at'>): DeadLetterAnswer {
    const letter = this.#letters.get(id);
    if (letter === undefined) return { answer: 'unknown' };
    if (letter.resolution !== undefined) return { answer: 'dealt-with', earlier: letter.resolution };
    if (resolution.resolution === 'replayed') {
      const why = replayRefusal(letter, this.options.topic) ?? this.#whyTooLarge(letter);
      if (why !== undefined) return { answer: 'refused', why };
      this.stream.push({ key: letter.key, value: letter.value, headers: letter.headers });
    }
    this.#letters.set(id, { ...letter, resolution: { ...resolution, at: new Date().toISOString() } });
    return { answer: resolution.resolution };
  }

  #whyTooLarge({ value }: RawRecord): string | undefined {
    return (value?.length ?? 0) > this.options.mostBytes ? 'too-large: it is larger than the topic takes' : undefined;
  }
}
