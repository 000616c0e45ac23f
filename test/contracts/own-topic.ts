import { randomUUID } from 'node:crypto';
import type { Admin, Kafka, Message } from 'kafkajs';
import { deadLetterTopic } from '../../adapters/kafka/dead-letter-message';
import { KafkaStream } from '../../adapters/kafka/event-stream';

/** A topic of one test alone, with its dead letters. */
export interface OwnTopic {
  readonly topic: string;
  readonly dead: string;
  /** Writes records as they are, in this order, onto the topic or its dead letters. */
  readonly write: (to: string, messages: Message[]) => Promise<void>;
  readonly withAdmin: <T>(work: (admin: Admin) => Promise<T>) => Promise<T>;
  readonly remove: () => Promise<void>;
}

interface Shape {
  readonly partitions?: number;
  /** Those of the topic itself. */
  readonly settings?: Readonly<Record<string, string>>;
}

export async function createOwnTopic(kafka: Kafka, { partitions = 1, settings = {} }: Shape = {}): Promise<OwnTopic> {
  const topic = `contract.${randomUUID()}`;
  const dead = deadLetterTopic(topic);
  const withAdmin: OwnTopic['withAdmin'] = async (work) => {
    const admin = kafka.admin();
    await admin.connect();
    return work(admin).finally(() => admin.disconnect());
  };
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  await withAdmin((admin) => admin.createTopics({ topics: [{ topic, numPartitions: partitions, configEntries }] }));
  await new KafkaStream(kafka, { topic, partitions, replicationFactor: 1, timeoutMs: 5_000 }).prepare();
  return {
    topic,
    dead,
    withAdmin,
    write: async (to, messages) => {
      const producer = kafka.producer({ allowAutoTopicCreation: false });
      await producer.connect();
      await producer.send({ topic: to, acks: -1, messages }).finally(() => producer.disconnect());
    },
    remove: () => withAdmin((admin) => admin.deleteTopics({ topics: [topic, dead] })),
  };
}
