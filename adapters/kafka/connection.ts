import { Kafka, logLevel, Partitioners, type Producer, type ProducerRecord, type SASLOptions } from 'kafkajs';
import { Unavailable } from '../../ports/unavailable';

interface KafkaOptions {
  /** `host:port` of some of the cluster's brokers. */
  readonly brokers: readonly string[];
  readonly tls: boolean;
  readonly sasl?: KafkaSasl | undefined;
  /** Bounds connecting, logging in, and waiting for an answer, each. */
  readonly timeoutMs: number;
  /** Called with what the client logs. Failures that matter are thrown as well. */
  readonly log?: ((message: string, details: object) => void) | undefined;
}

export interface KafkaSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** A client of a Kafka cluster. It connects only when it is used. */
export function createKafka({ brokers, tls, sasl, timeoutMs, log }: KafkaOptions): Kafka {
  return new Kafka({
    clientId: 'durable-orders',
    brokers: [...brokers],
    ssl: tls,
    ...(sasl && { sasl: sasl as SASLOptions }),
    connectionTimeout: timeoutMs,
    authenticationTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    // One more try, for a partition whose leader has moved. Longer outages are retried by Temporal.
    retry: { retries: 1, initialRetryTime: 100, maxRetryTime: 200 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      const { message, ...details } = entry.log;
      log?.(message, { namespace: entry.namespace, ...details });
    },
  });
}

/** Waits for Kafka. Every failure becomes `Unavailable`. */
export async function mapKafkaErrors<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    throw cause instanceof Unavailable ? cause : new Unavailable('kafka', { cause });
  }
}

/**
 * A producer with its connections, from the first send until it is retired. After a failure kafkajs may keep a
 * connection on which the broker no longer answers, so the next send takes a new session.
 */
export class KafkaSession {
  /** Resolves when the session is retired, its last send has ended and its connections are closed. */
  readonly closed: Promise<void>;
  readonly #producer: Producer;
  readonly #connected: Promise<void>;
  #close: () => void = () => undefined;
  #sending = 0;
  #retired = false;

  constructor(kafka: Kafka) {
    this.#producer = kafka.producer({
      // The same key goes to the same partition as with the Java clients.
      createPartitioner: Partitioners.DefaultPartitioner,
      // Not idempotent: after a lost reply kafkajs can use a sequence range twice, and the broker then drops a new event.
      idempotent: false,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
    });
    this.#connected = this.#producer.connect();
    // Each send throws this failure; without a send it does not matter.
    this.#connected.catch(() => undefined);
    this.closed = new Promise<void>((resolve) => (this.#close = resolve)).then(() => this.#producer.disconnect());
    this.closed.catch(() => undefined);
  }

  async send(record: ProducerRecord): Promise<void> {
    this.#sending += 1;
    try {
      await this.#connected;
      await this.#producer.send(record);
    } finally {
      this.#sending -= 1;
      this.#closeWhenDone();
    }
  }

  /** Closes after the last send. The owner must not send after this. */
  retire(): void {
    this.#retired = true;
    this.#closeWhenDone();
  }

  #closeWhenDone(): void {
    if (this.#retired && this.#sending === 0) this.#close();
  }
}
