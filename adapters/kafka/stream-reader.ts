import { randomUUID } from 'node:crypto';
import type { Consumer, Kafka, KafkaMessage } from 'kafkajs';
import type { Streamed } from '../../domain/diff-published';
import type { StreamedEvents } from '../../ports/events';
import { Unavailable } from '../../ports/unavailable';
import { deadLetterTopic, fromDeadLetterTopic } from './dead-letter-message';

interface StreamReaderOptions {
  readonly topic: string;
  /** Bounds the wait for the next records; a cluster may take some seconds over letting a new reader in. */
  readonly quietMs: number;
}

/** What was published on a Kafka topic, and what of it is on its dead-letter topic. */
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
      // The dead letters last: what is published again from there is on the stream before it counts as dealt with.
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

/** The event as the settlement has it, as text: what `toKafkaMessage` did, undone. */
function toStreamed({ headers = {}, value }: KafkaMessage): Streamed {
  const header = (name: string) => String(headers[name] ?? '');
  const type = header('ce_type').replace(/\.v1$/, '');
  const at = header('ce_time');
  return { id: header('ce_id'), text: `{"sequence":${header('ce_sequence')},"type":"${type}","at":"${at}","data":${String(value)}}` };
}

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
