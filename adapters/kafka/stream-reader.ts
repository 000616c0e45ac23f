import { randomUUID } from 'node:crypto';
import type { Consumer, Kafka, KafkaMessage } from 'kafkajs';
import type { Streamed } from '../../domain/diff-published';
import type { StreamedEvents } from '../../ports/events';
import { Unavailable } from '../../ports/unavailable';
import { deadLetterTopic, fromDeadLetterTopic } from './dead-letter-message';

interface StreamReaderOptions {
  readonly topic: string;
  /** The longest wait for the next records; a cluster may need some seconds to admit a new reader. */
  readonly quietMs: number;
}

/** The events that were published on a Kafka topic, and those that are on its dead-letter topic. */
export class KafkaStreamReader implements StreamedEvents {
  constructor(
    private readonly kafka: Kafka,
    private readonly options: StreamReaderOptions,
  ) {}

  async read(orderIds: ReadonlySet<string>, sinceMs: number): Promise<Map<string, Streamed[]>> {
    const found = new Map<string, Map<string, Streamed>>();
    const add = (orderId: string, streamed: Streamed) => {
      if (!orderIds.has(orderId)) return;
      const ofOrder = found.get(orderId) ?? new Map<string, Streamed>();
      found.set(orderId, ofOrder.set(`${streamed.id} ${streamed.text}`, streamed));
    };
    if (orderIds.size > 0) {
      // The dead letters come last: a replayed letter is on the stream before it is resolved.
      await this.#read(this.options.topic, sinceMs, (_, message) => add(String(message.key), toStreamed(message)));
      await this.#read(deadLetterTopic(this.options.topic), sinceMs, (partition, message) => {
        const entry = fromDeadLetterTopic(partition, message);
        if ('letter' in entry && entry.letter.eventId) add(String(message.key), { id: entry.letter.eventId });
      });
    }
    return new Map([...found].map(([orderId, ofOrder]) => [orderId, [...ofOrder.values()]]));
  }

  async #read(topic: string, sinceMs: number, visit: (partition: number, message: KafkaMessage) => void): Promise<void> {
    try {
      await readWholeTopic(this.kafka, topic, this.options.quietMs, visit, sinceMs);
    } catch (cause) {
      throw new Unavailable('kafka', { cause });
    }
  }
}

type Visit = (partition: number, message: KafkaMessage) => void | Promise<void>;

/**
 * Visits every record that is on a topic when this is called, one at a time, each partition in its order. Throws
 * when reading fails, when the visit throws, and when no record comes for `quietMs`. With `sinceMs` (milliseconds since 1970) each
 * partition begins with the first record that was written then or later.
 */
export async function readWholeTopic(kafka: Kafka, topic: string, quietMs: number, visit: Visit, sinceMs?: number): Promise<void> {
  const admin = kafka.admin();
  // A group of its own, because kafkajs can read only as a member of a group.
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

/** The event as JSON text, as the settlement has it: the inverse of `toKafkaMessage`. */
function toStreamed({ headers = {}, value }: KafkaMessage): Streamed {
  const header = (name: string) => String(headers[name] ?? '');
  const type = header('ce_type').replace(/\.v1$/, '');
  const at = header('ce_time');
  return { id: header('ce_id'), text: `{"sequence":${header('ce_sequence')},"type":"${type}","at":"${at}","data":${String(value)}}` };
}

/** Reads until the ends: `ends` has, by partition, the offset after the last record to read. */
function readUntil(consumer: Consumer, ends: Map<number, number>, quietMs: number, visit: Visit): Promise<void> {
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error(`nothing came for ${quietMs} ms`)), quietMs);
    const end = (error?: unknown) => {
      clearTimeout(timeout);
      ends.clear();
      if (error === undefined) resolve();
      else reject(new Error('the topic could not be read to its end', { cause: error }));
    };
    consumer.on(consumer.events.CRASH, ({ payload }) => end(payload.error));
    // Not by the last record: the end of a topic may be a control record, which no consumer sees.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) => {
      timeout.refresh();
      if (Number(lastOffset) + 1 >= (ends.get(partition) ?? 0)) ends.delete(partition);
      if (ends.size === 0) end();
    });
    const eachMessage = async ({ partition, message }: { partition: number; message: KafkaMessage }) => {
      if (Number(message.offset) >= (ends.get(partition) ?? 0)) return;
      timeout.refresh();
      try {
        await visit(partition, message);
      } catch (error) {
        // Not thrown to kafkajs, which would deliver the record again.
        end(error);
      }
    };
    consumer.run({ autoCommit: false, eachMessage }).catch(end);
  });
}
