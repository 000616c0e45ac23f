import type { Kafka, KafkaMessage } from 'kafkajs';
import { Unavailable } from '../activities/ports';
import type { StreamedEvents } from '../activities/reconcile-ports';
import type { Streamed } from '../domain/compare-told';
import { fromDeadLetterTopic } from './dead-letter-message';
import { deadLetterTopic } from './dead-letter-topic';
import { readWholeTopic } from './read-whole-topic';

export interface StreamReaderOptions {
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
