import { Partitioners, type Kafka, type Producer, type ProducerRecord } from 'kafkajs';

/**
 * A producer with its connections, from the first send until it is retired. After a failure kafkajs may keep a
 * connection on which nothing is answered any more; then the next send is better off with a new session.
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
    // Each send throws it; without a send nobody has to know.
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

  /** Takes no new sends (its owner has to see to that) and closes after the last one. */
  retire(): void {
    this.#retired = true;
    this.#closeWhenDone();
  }

  #closeWhenDone(): void {
    if (this.#retired && this.#sending === 0) this.#close();
  }
}
