import type { Kafka } from 'kafkajs';
import { headersOf } from '../../adapters/kafka/event-message';
import { readWholeTopic } from '../../adapters/kafka/stream-reader';
import type { RawRecord } from '../../ports/dead-letters';

/** Everything on a topic, as bytes; those of one partition in their order. */
export async function readRawTopic(kafka: Kafka, topic: string): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  await readWholeTopic(kafka, topic, 10_000, (_, { key, value, headers }) => {
    records.push({ key, value, headers: headersOf(headers) });
  });
  return records;
}
