import type { Admin, Kafka } from 'kafkajs';
import type { EventStream } from '../activities/ports';
import { Unavailable } from '../activities/ports';
import type { OrderEvent } from '../domain/events';
import { withDeadline } from './deadline';
import { toKafkaMessage } from './kafka-message';
import { KafkaSession } from './kafka-session';

export interface StreamOptions {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Bounds every call as a whole. */
  readonly timeoutMs: number;
}

/** The event stream on a Kafka topic, and beside it `<topic>.dlq` for what can never be published or consumed. */
export class KafkaStream implements EventStream {
  readonly name = 'kafka';
  #session: KafkaSession | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly options: StreamOptions,
  ) {}

  /** Creates the topics; leaves those that exist as they are. */
  async prepare(): Promise<void> {
    const { topic, partitions, replicationFactor, timeoutMs } = this.options;
    const topics = [
      { topic, numPartitions: partitions, replicationFactor },
      { topic: `${topic}.dlq`, numPartitions: 1, replicationFactor },
    ];
    await this.#withAdmin((admin) => admin.createTopics({ topics, timeout: timeoutMs }));
  }

  /** All of the events in one request to one partition: a reader sees all of them, in order, or none. */
  async publish(orderId: string, events: readonly OrderEvent[]): Promise<void> {
    if (events.length === 0) return;
    const { topic, timeoutMs } = this.options;
    const messages = events.map((event) => toKafkaMessage(orderId, event));
    const session = (this.#session ??= new KafkaSession(this.kafka));
    try {
      await withDeadline(timeoutMs, session.send({ topic, acks: -1, timeout: timeoutMs, messages }));
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
