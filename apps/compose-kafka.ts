import type { Kafka } from 'kafkajs';
import { openKafka, type KafkaSasl } from '../adapters/kafka';
import type { Config } from '../config/config';
import type { Logger } from '../config/logger';

/** The way to the configured Kafka. Nothing is connected yet, and nothing has to be closed. */
export function composeKafka(config: Config, logger: Logger): Kafka {
  return openKafka({
    brokers: config.KAFKA_BROKERS,
    tls: config.KAFKA_TLS,
    sasl: kafkaSasl(config),
    timeoutMs: config.KAFKA_TIMEOUT_MS,
    log: (message, details) => logger.debug(message, { component: 'kafka', ...details }),
  });
}

function kafkaSasl(config: Config): KafkaSasl | undefined {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config;
  return mechanism && { mechanism, username: username ?? '', password: password ?? '' };
}
