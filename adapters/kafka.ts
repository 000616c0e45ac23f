import { Kafka, logLevel, type SASLOptions } from 'kafkajs';

export interface KafkaOptions {
  /** `host:port` of some of the cluster's brokers. */
  readonly brokers: readonly string[];
  readonly tls: boolean;
  readonly sasl?: KafkaSasl | undefined;
  /** Bounds connecting, logging in, and waiting for an answer, each. */
  readonly timeoutMs: number;
  /** Called with what the client logs. A failure that matters is thrown as well. */
  readonly log?: ((message: string, details: object) => void) | undefined;
}

export interface KafkaSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** The way to a Kafka cluster. Nothing is connected yet. */
export function openKafka({ brokers, tls, sasl, timeoutMs, log }: KafkaOptions): Kafka {
  return new Kafka({
    clientId: 'durable-orders',
    brokers: [...brokers],
    ssl: tls,
    ...(sasl && { sasl: sasl as SASLOptions }),
    connectionTimeout: timeoutMs,
    authenticationTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    // One more try, for a leader that moved. Who waits longer than that is Temporal.
    retry: { retries: 1, initialRetryTime: 100, maxRetryTime: 200 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      const { message, ...details } = entry.log;
      log?.(message, { namespace: entry.namespace, ...details });
    },
  });
}
