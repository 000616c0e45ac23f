import type { Kafka, Message } from 'kafkajs';
import {
  type DeadLetter,
  type DeadLetterAnswer,
  type DeadLetterResolution,
  type DeadLetters,
  type ShownDeadLetter,
  replayRefusal,
} from '../../ports/dead-letters';
import { withDeadline } from '../../ports/unavailable';
import { KafkaSession, mapKafkaErrors } from './connection';
import { deadLetterTopic, fromDeadLetterTopic, toResolutionMessage } from './dead-letter-message';
import { toKafkaHeaders } from './event-message';
import { faultOf } from './event-stream';
import { readWholeTopic } from './stream-reader';

interface DeadLettersOptions {
  /** The topic of the events, not the dead-letter topic. */
  readonly topic: string;
  /** Bounds each write. */
  readonly timeoutMs: number;
  /** The longest wait for the next record while reading. Reading goes on for as long as records come. */
  readonly quietMs: number;
}

type Letter = Omit<ShownDeadLetter, 'resolution'>;
type Send = (topic: string, message: Message) => Promise<void>;

/**
 * The dead letters on Kafka. A record cannot be removed from a topic, so a resolution is a record as well, and
 * the list is found by reading all records.
 */
export class KafkaDeadLetters implements DeadLetters {
  constructor(
    private readonly kafka: Kafka,
    private readonly options: DeadLettersOptions,
  ) {}

  async list(atMost: number): Promise<{ total: number; letters: DeadLetter[] }> {
    const letters = new Map<string, DeadLetter>();
    const resolved = await this.#read(({ id, reason, error, at, topic, eventId }) => {
      letters.set(id, { id, reason, error, at, topic, eventId });
    });
    for (const id of resolved.keys()) letters.delete(id);
    const oldestFirst = [...letters.values()].sort((a, b) => a.at.localeCompare(b.at));
    return { total: letters.size, letters: oldestFirst.slice(0, atMost) };
  }

  async show(id: string): Promise<ShownDeadLetter | undefined> {
    const { letter, resolution } = await this.#find(id);
    return letter && { ...letter, resolution };
  }

  async replay(ids: readonly string[], by: string): Promise<ReadonlyMap<string, DeadLetterAnswer>> {
    const answers = new Map<string, DeadLetterAnswer>(ids.map((id) => [id, { answer: 'unknown' }]));
    const resolved = await this.#read(() => undefined);
    await this.#withProducer((send) =>
      this.#read(async (letter) => {
        if (!answers.has(letter.id)) return;
        const earlier = resolved.get(letter.id);
        answers.set(letter.id, earlier ? { answer: 'dealt-with', earlier } : await this.#replay(send, letter, by));
      }),
    );
    return answers;
  }

  async discard(id: string, reason: string, by: string): Promise<DeadLetterAnswer> {
    const { letter, resolution: earlier } = await this.#find(id);
    if (letter === undefined) return { answer: 'unknown' };
    if (earlier !== undefined) return { answer: 'dealt-with', earlier };
    await this.#withProducer((send) => this.#resolve(send, id, { resolution: 'discarded', reason, by }));
    return { answer: 'discarded' };
  }

  /** Writes to the stream first: when interrupted in between, the letter can be replayed again, with the same id. The other order could lose it. */
  async #replay(send: Send, letter: Letter, by: string): Promise<DeadLetterAnswer> {
    const { key, value, headers } = letter;
    const why = replayRefusal(letter, this.options.topic);
    if (why !== undefined) return { answer: 'refused', why };
    const fault = await faultOf(send(this.options.topic, { key, value, headers: toKafkaHeaders(headers) }));
    if (fault !== undefined) return { answer: 'refused', why: `${fault.reason}: ${fault.error}` };
    await this.#resolve(send, letter.id, { resolution: 'replayed', reason: '', by });
    return { answer: 'replayed' };
  }

  async #resolve(send: Send, id: string, resolution: Omit<DeadLetterResolution, 'at'>): Promise<void> {
    const message = toResolutionMessage(id, { ...resolution, at: new Date().toISOString() });
    await send(deadLetterTopic(this.options.topic), message);
  }

  async #find(id: string): Promise<{ letter: Letter | undefined; resolution: DeadLetterResolution | undefined }> {
    const found: Letter[] = [];
    const resolved = await this.#read((letter) => {
      if (letter.id === id) found.push(letter);
    });
    return { letter: found[0], resolution: resolved.get(id) };
  }

  /** Visits every dead letter; answers with the resolutions by id. Of several resolutions the first counts. */
  async #read(visit: (letter: Letter) => void | Promise<void>): Promise<Map<string, DeadLetterResolution>> {
    const resolved = new Map<string, DeadLetterResolution>();
    const topic = deadLetterTopic(this.options.topic);
    await mapKafkaErrors(
      readWholeTopic(this.kafka, topic, this.options.quietMs, (partition, message) => {
        const entry = fromDeadLetterTopic(partition, message);
        if ('letter' in entry) return visit(entry.letter);
        if (!resolved.has(entry.of)) resolved.set(entry.of, entry.resolution);
      }),
    );
    return resolved;
  }

  async #withProducer<T>(work: (send: Send) => Promise<T>): Promise<T> {
    const { timeoutMs } = this.options;
    const session = new KafkaSession(this.kafka);
    const send: Send = (topic, message) =>
      withDeadline(timeoutMs, session.send({ topic, acks: -1, timeout: timeoutMs, messages: [message] }));
    try {
      return await mapKafkaErrors(work(send));
    } finally {
      session.retire();
      await withDeadline(timeoutMs, session.closed).catch(() => undefined);
    }
  }
}
