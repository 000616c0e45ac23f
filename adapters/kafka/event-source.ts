import type { Consumer, EachMessagePayload, Kafka } from 'kafkajs';
import type { RawRecord } from '../../ports/dead-letters';
import type { EventSource, StreamRecord, Verdict } from '../../ports/events';
import { Unavailable, withDeadline } from '../../ports/unavailable';
import { KafkaSession, mapKafkaErrors } from './connection';
import { deadLetterTopic, toDeadLetterMessage } from './dead-letter-message';
import { headersOf } from './event-message';

interface EventSourceOptions {
  readonly topic: string;
  /** Consumers of one group share the partitions, and each record is consumed once for the group. */
  readonly groupId: string;
  /** Bounds each write. */
  readonly timeoutMs: number;
  /** Called for each record that became a dead letter. */
  readonly onDeadLetter: (record: StreamRecord, why: string) => void;
}

type Take = (record: StreamRecord) => Promise<Verdict>;

/** The stream on Kafka, for a consumer group. A new group begins with the oldest record there is. */
export class KafkaEventSource implements EventSource {
  constructor(
    private readonly kafka: Kafka,
    private readonly options: EventSourceOptions,
  ) {}

  async consume(take: Take, signal: AbortSignal): Promise<void> {
    const { topic, groupId, timeoutMs } = this.options;
    const consumer = this.kafka.consumer({
      groupId,
      // How long a killed consumer keeps its partitions.
      sessionTimeout: 10_000,
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
      // Every failure ends `consume`; its caller decides when to go on.
      retry: { retries: 0, restartOnFailure: async () => false },
    });
    const deadLetters = new KafkaSession(this.kafka);
    try {
      await mapKafkaErrors(consumer.connect());
      await mapKafkaErrors(consumer.subscribe({ topics: [topic], fromBeginning: true }));
      await runUntil(signal, consumer, (payload) => this.#consumeOne(consumer, deadLetters, take, payload));
    } finally {
      deadLetters.retire();
      await consumer.disconnect().catch(() => undefined);
      await withDeadline(timeoutMs, deadLetters.closed).catch(() => undefined);
    }
  }

  async #consumeOne(consumer: Consumer, deadLetters: KafkaSession, take: Take, { partition, message }: EachMessagePayload): Promise<void> {
    const { topic, onDeadLetter } = this.options;
    const record = { partition, offset: message.offset, key: message.key, value: message.value, headers: headersOf(message.headers) };
    const verdict = await take(record);
    if (verdict !== 'done') {
      await this.#sendToDlq(deadLetters, record, verdict.unreadable);
      onDeadLetter(record, verdict.unreadable);
    }
    // The commit comes last: after a crash before it the record comes again, and none is skipped.
    await mapKafkaErrors(consumer.commitOffsets([{ topic, partition, offset: String(BigInt(message.offset) + 1n) }]));
  }

  async #sendToDlq(deadLetters: KafkaSession, record: RawRecord, error: string): Promise<void> {
    const { topic, timeoutMs } = this.options;
    const message = toDeadLetterMessage(record, { reason: 'unreadable', error, topic, at: new Date() });
    const send = deadLetters.send({ topic: deadLetterTopic(topic), acks: -1, timeout: timeoutMs, messages: [message] });
    await mapKafkaErrors(withDeadline(timeoutMs, send));
  }
}

/** Runs the consumer until the signal aborts; throws the first failure, of the work or of Kafka. */
async function runUntil(signal: AbortSignal, consumer: Consumer, work: (payload: EachMessagePayload) => Promise<void>): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  const eachMessage = async (payload: EachMessagePayload) => {
    // Until it has stopped, kafkajs goes on with records that it has of other partitions.
    if (failure !== undefined) throw failure.error;
    try {
      await work(payload);
    } catch (error) {
      failure = { error };
      throw error;
    }
  };
  const onAbort = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => resolve(), { signal: onAbort.signal });
      if (signal.aborted) resolve();
      // kafkajs has left the group by then, so the next try does not have to wait for the session timeout.
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer.run({ autoCommit: false, eachMessage }).catch(reject);
    });
  } catch (error) {
    throw failure ? failure.error : new Unavailable('kafka', { cause: error });
  } finally {
    onAbort.abort();
  }
}
