import { randomUUID } from 'node:crypto';
import type { Consumer, Kafka, KafkaMessage } from 'kafkajs';

type Visit = (partition: number, message: KafkaMessage) => void | Promise<void>;

/**
 * Shows everything that is on a topic when this is called, each partition in its order, one record at a time. Throws
 * when that fails, when the visit throws, and when nothing comes for so long. With `sinceMs` it begins, in each partition,
 * with the first record that was written then or later, in milliseconds since 1970.
 */
export async function readWholeTopic(kafka: Kafka, topic: string, quietMs: number, visit: Visit, sinceMs?: number): Promise<void> {
  const admin = kafka.admin();
  // A group of its own: kafkajs reads in no other way.
  const groupId = `durable-orders-read-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100, allowAutoTopicCreation: false });
  try {
    await admin.connect();
    const starts = sinceMs === undefined ? [] : await admin.fetchTopicOffsetsByTimestamp(topic, sinceMs);
    const startOf = new Map(starts.map(({ partition, offset }) => [partition, Number(offset)]));
    const written = (await admin.fetchTopicOffsets(topic)).filter(
      ({ partition, low, high }) => Number(high) > Math.max(Number(low), startOf.get(partition) ?? 0),
    );
    const ends = new Map(written.map(({ partition, high }) => [partition, Number(high)]));
    if (ends.size === 0) return;
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const reading = readUntil(consumer, ends, quietMs, visit);
    for (const { partition, offset } of starts) consumer.seek({ topic, partition, offset });
    await reading;
  } finally {
    await consumer.disconnect().catch(() => undefined);
    await admin.deleteGroups([groupId]).catch(() => undefined);
    await admin.disconnect().catch(() => undefined);
  }
}

/** `ends` has, by partition, the offset after the last record to read. */
function readUntil(consumer: Consumer, ends: Map<number, number>, quietMs: number, visit: Visit): Promise<void> {
  return new Promise((resolve, reject) => {
    const watch = setTimeout(() => reject(new Error(`nothing came for ${quietMs} ms`)), quietMs);
    const end = (error?: unknown) => {
      clearTimeout(watch);
      ends.clear();
      if (error === undefined) resolve();
      else reject(new Error('the topic could not be read to its end', { cause: error }));
    };
    consumer.on(consumer.events.CRASH, ({ payload }) => end(payload.error));
    // And not the last record: the end of a topic may be a mark that is shown to nobody.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) => {
      watch.refresh();
      if (Number(lastOffset) + 1 >= (ends.get(partition) ?? 0)) ends.delete(partition);
      if (ends.size === 0) end();
    });
    const eachMessage = async ({ partition, message }: { partition: number; message: KafkaMessage }) => {
      if (Number(message.offset) >= (ends.get(partition) ?? 0)) return;
      watch.refresh();
      try {
        await visit(partition, message);
      } catch (error) {
        // Kept from kafkajs, which would show the record again.
        end(error);
      }
    };
    consumer.run({ autoCommit: false, eachMessage }).catch(end);
  });
}
