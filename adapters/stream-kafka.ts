import type { Admin, Kafka, Message } from 'kafkajs';
import type { EventStream } from '../activities/ports';
import { Unavailable } from '../activities/ports';
import type { OrderEvent } from '../domain/events';
import { deadLetterSettings, deadLetterTopic, keepDeadLetters } from './dead-letter-topic';
import { withDeadline } from './deadline';
import { deliver, type Delivery } from './deliver-to-kafka';
import { KafkaSession } from './kafka-session';

export interface StreamOptions {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Bounds every call as a whole. */
  readonly timeoutMs: number;
  readonly onDeadLetter?: Delivery['onDeadLetter'];
}

/** The event stream on a Kafka topic, and beside it `<topic>.dlq` for what can never be published or consumed. */
export class KafkaStream implements EventStream {
  readonly name = 'kafka';
  #session: KafkaSession | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly options: StreamOptions,
  ) {}

  /** Creates the topics; leaves those that exist as they are, but for what keeps the dead letters. */
  async prepare(): Promise<void> {
    const { topic, partitions, replicationFactor, timeoutMs } = this.options;
    const dead = deadLetterTopic(topic);
    const topics = [
      { topic, numPartitions: partitions, replicationFactor },
      { topic: dead, numPartitions: 1, replicationFactor, configEntries: deadLetterSettings() },
    ];
    await this.#withAdmin(async (admin) => {
      await admin.createTopics({ topics, timeout: timeoutMs });
      await keepDeadLetters(admin, dead);
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
