import { inspect } from 'node:util';
import type { Admin, Kafka, Message } from 'kafkajs';
import { errorChain } from '../../domain/error-chain';
import { eventId, type OrderEvent } from '../../domain/events';
import type { DeadLetterCause } from '../../ports/dead-letters';
import type { EventStream } from '../../ports/events';
import { Unavailable, withDeadline } from '../../ports/unavailable';
import { KafkaSession } from './connection';
import { deadLetterSettings, deadLetterTopic, ensureDeadLetterSettings, toDeadLetterMessage } from './dead-letter-message';
import { headersOf, toKafkaMessage } from './event-message';

interface StreamOptions {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Bounds every call as a whole. */
  readonly timeoutMs: number;
  readonly onDeadLetter?: Delivery['onDeadLetter'];
}

/** The event stream on a Kafka topic, with `<topic>.dlq` for records that can never be published or consumed. */
export class KafkaStream implements EventStream {
  readonly name = 'kafka';
  #session: KafkaSession | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly options: StreamOptions,
  ) {}

  /** Creates the topics. Existing ones stay as they are, except for the settings that keep the dead letters. */
  async prepare(): Promise<void> {
    const { topic, partitions, replicationFactor, timeoutMs } = this.options;
    const dead = deadLetterTopic(topic);
    const topics = [
      { topic, numPartitions: partitions, replicationFactor },
      { topic: dead, numPartitions: 1, replicationFactor, configEntries: deadLetterSettings() },
    ];
    await this.#withAdmin(async (admin) => {
      await admin.createTopics({ topics, timeout: timeoutMs });
      await ensureDeadLetterSettings(admin, dead);
    });
  }

  /** Delivers the events of an order; one that can never be published becomes a dead letter, and counts as delivered. */
  async publish(orderId: string, events: readonly OrderEvent[]): Promise<void> {
    if (events.length === 0) return;
    const { topic, timeoutMs, onDeadLetter } = this.options;
    const session = (this.#session ??= new KafkaSession(this.kafka));
    const send = (to: string, messages: Message[]) => session.send({ topic: to, acks: -1, timeout: timeoutMs, messages });
    try {
      await withDeadline(timeoutMs, deliver({ topic, send, onDeadLetter }, orderId, events));
    } catch (cause) {
      if (this.#session === session) this.#session = undefined;
      session.retire();
      throw new Unavailable('kafka', { cause });
    }
  }

  async ping(): Promise<void> {
    await this.#withAdmin((admin) => admin.fetchTopicMetadata({ topics: [this.options.topic] }));
  }

  /** Closes the connections as soon as nothing is being sent; throws when that takes longer than a send may take. */
  async close(): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    this.#session = undefined;
    session.retire();
    await withDeadline(this.options.timeoutMs, session.closed);
  }

  async #withAdmin(work: (admin: Admin) => Promise<unknown>): Promise<void> {
    const admin = this.kafka.admin();
    try {
      await withDeadline(this.options.timeoutMs, admin.connect().then(() => work(admin)));
    } catch (cause) {
      throw new Unavailable('kafka', { cause });
    } finally {
      admin.disconnect().catch(() => undefined);
    }
  }
}

type Fault = Pick<DeadLetterCause, 'reason' | 'error'>;

/** Resolves to the reason why this can never be sent; to nothing when it was sent. */
export async function faultOf(sending: Promise<void>): Promise<Fault | undefined> {
  try {
    return await sending.then(() => undefined);
  } catch (error) {
    const reason = refusalOf(error);
    if (reason === undefined) throw error;
    return { reason, error: errorChain(error) };
  }
}

interface Delivery {
  readonly topic: string;
  readonly send: (topic: string, messages: Message[]) => Promise<void>;
  /** Called for each event that became a dead letter. */
  readonly onDeadLetter?: ((eventId: string, reason: DeadLetterCause['reason']) => void) | undefined;
}

/**
 * Sends an order's events in one request to one partition: a reader sees all of them, in order, or none. Only when that
 * can never succeed are they sent one by one, in order, and an event that can never be sent goes to the dead letters. Throws when
 * a later try may succeed; that try sends all the events again.
 */
async function deliver({ topic, send, onDeadLetter }: Delivery, orderId: string, events: readonly OrderEvent[]): Promise<void> {
  const encoded = events.map((event) => encode(orderId, event));
  if (encoded.every(({ fault }) => fault === undefined)) {
    const fault = await faultOf(send(topic, encoded.map(({ message }) => message)));
    if (fault === undefined) return;
  }
  for (const { id, message, fault: first } of encoded) {
    const fault = first ?? (await faultOf(send(topic, [message])));
    if (fault === undefined) continue;
    await send(deadLetterTopic(topic), [deadLetter(message, { ...fault, topic, at: new Date() })]);
    onDeadLetter?.(id, fault.reason);
  }
}

/** An event as a message. When it cannot be encoded, the message has its id and a printout of it, and the fault says why. */
function encode(orderId: string, event: OrderEvent): { readonly id: string; readonly message: Message; readonly fault?: Fault } {
  const id = eventId(orderId, event.sequence);
  try {
    const message = toKafkaMessage(orderId, event);
    if (message.value === undefined) throw new TypeError('the event has no data');
    return { id, message };
  } catch (error) {
    const message = { key: orderId, headers: { ce_id: id }, value: inspect(event) };
    return { id, message, fault: { reason: 'unserialisable', error: errorChain(error) } };
  }
}

function deadLetter({ key, value, headers }: Message, cause: DeadLetterCause): Message {
  return toDeadLetterMessage({ key: bytesOf(key), value: bytesOf(value), headers: headersOf(headers) }, cause);
}

function bytesOf(content: Buffer | string | null | undefined): Buffer | null {
  return content === null || content === undefined ? null : Buffer.from(content);
}

/** The broker's errors for records that it will never accept, and our names for them. */
const REFUSALS = {
  MESSAGE_TOO_LARGE: 'too-large',
  RECORD_LIST_TOO_LARGE: 'too-large',
  INVALID_RECORD: 'invalid-record',
} as const;

type KafkaRefusal = (typeof REFUSALS)[keyof typeof REFUSALS];

/** Why the broker will never accept what was sent; `undefined` when a later try may succeed. */
function refusalOf(error: unknown): KafkaRefusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const type = 'type' in error ? error.type : undefined;
  // kafkajs throws the broker's answer as it is, or as the cause of an error of its own.
  return isRefusal(type) ? REFUSALS[type] : refusalOf(error.cause);
}

function isRefusal(type: unknown): type is keyof typeof REFUSALS {
  return typeof type === 'string' && Object.hasOwn(REFUSALS, type);
}
