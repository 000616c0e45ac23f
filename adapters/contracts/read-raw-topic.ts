import type { Kafka } from 'kafkajs';
import type { RawRecord } from '../dead-letter-message';
import { headersOf } from '../kafka-headers';
import { readWholeTopic } from '../read-whole-topic';

/** Everything on a topic, as bytes; those of one partition in their order. */
export async function readRawTopic(kafka: Kafka, topic: string): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  await readWholeTopic(kafka, topic, 10_000, (_, { key, value, headers }) => {
    records.push({ key, value, headers: headersOf(headers) });
  });
  return records;
}
