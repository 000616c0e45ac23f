import { openKafka, type KafkaSasl } from '../../adapters/kafka';
import { KafkaStream } from '../../adapters/stream-kafka';
import { HttpUsers } from '../../adapters/users-http';
import type { Config } from '../../config/config';
import type { ProcessContext } from '../run-process';

/** Opens the stream and the user service, which only the worker works on. Nothing has to be there yet. */
export function composePorts({ config, logger, resources }: ProcessContext) {
  const kafka = openKafka({
    brokers: config.KAFKA_BROKERS,
    tls: config.KAFKA_TLS,
    sasl: kafkaSasl(config),
    timeoutMs: config.KAFKA_TIMEOUT_MS,
    log: (message, details) => logger.debug(message, { component: 'kafka', ...details }),
  });
  const stream = new KafkaStream(kafka, {
    topic: config.KAFKA_TOPIC,
    partitions: config.KAFKA_PARTITIONS,
    replicationFactor: config.KAFKA_REPLICATION_FACTOR,
    timeoutMs: config.KAFKA_TIMEOUT_MS,
  });
  resources.push('kafka', () => stream.close());
  return { users: new HttpUsers({ baseUrl: config.USER_API_URL, timeoutMs: config.USER_API_TIMEOUT_MS }), stream };
}

function kafkaSasl(config: Config): KafkaSasl | undefined {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config;
  return mechanism && { mechanism, username: username ?? '', password: password ?? '' };
}
