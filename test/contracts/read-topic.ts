import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type IHeaders, Kafka, logLevel } from 'kafkajs';

/** One record of a topic, as it was written. */
export interface TopicRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Everything that is on a topic when this is called, ordered by partition and offset. Throws when it is not read within
 * `timeoutMs`.
 */
export async function readTopic(brokers: readonly string[], topic: string, timeoutMs = 30_000): Promise<TopicRecord[]> {
  const kafka = new Kafka({ clientId: 'read-topic', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const groupId = `read-topic-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 50, allowAutoTopicCreation: false });
  await admin.connect();
  try {
    /** By partition, the offset after its last record; without those that have been read. */
    const unread = new Map<number, number>();
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      if (Number(high) > Number(low)) unread.set(partition, Number(high));
    }
    const records: TopicRecord[] = [];
    if (unread.size === 0) return records;
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        const end = unread.get(partition);
        const offset = Number(message.offset);
        if (end === undefined || offset >= end) return;
        records.push({
          partition,
          offset,
          key: String(message.key),
          value: String(message.value),
          headers: textHeaders(message.headers ?? {}),
        });
        if (offset === end - 1) unread.delete(partition);
      },
    });
    const deadline = Date.now() + timeoutMs;
    while (unread.size > 0) {
      if (Date.now() > deadline) throw new Error(`${topic} was not read within ${timeoutMs} ms`);
      await setTimeout(10);
    }
    return records.sort((a, b) => a.partition - b.partition || a.offset - b.offset);
  } finally {
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch(() => undefined);
    await admin.disconnect();
  }
}

function textHeaders(headers: IHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
