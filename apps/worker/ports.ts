import type { ActivityPorts } from '../../activities';
import { MongoEvents } from '../../adapters/events-mongo';
import { openKafka, type KafkaSasl } from '../../adapters/kafka';
import { openMongo } from '../../adapters/mongo';
import { PostgresOrders } from '../../adapters/orders-postgres';
import { openPostgres } from '../../adapters/postgres';
import { KafkaStream } from '../../adapters/stream-kafka';
import { HttpUsers } from '../../adapters/users-http';
import type { Config } from '../../config/config';
import type { ProcessContext } from '../run-process';

/** Opens what the activities work on. Nothing is connected yet, and nothing has to be there yet. */
export function openPorts({ config, logger, resources }: ProcessContext) {
  const pool = openPostgres({
    url: config.POSTGRES_URL,
    password: config.POSTGRES_PASSWORD,
    timeoutMs: config.POSTGRES_TIMEOUT_MS,
    poolSize: config.POSTGRES_POOL_SIZE,
    applicationName: 'worker',
    onIdleError: (error) => logger.warn('a Postgres connection died', { error }),
  });
  resources.push('postgres', () => pool.end());
  const mongo = openMongo({ url: config.MONGO_URL, timeoutMs: config.MONGO_TIMEOUT_MS });
  resources.push('mongodb', () => mongo.close());
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
  return {
    users: new HttpUsers({ baseUrl: config.USER_API_URL, timeoutMs: config.USER_API_TIMEOUT_MS }),
    settlements: new PostgresOrders(pool),
    log: new MongoEvents(mongo, { database: config.MONGO_DATABASE, timeoutMs: config.MONGO_TIMEOUT_MS }),
    stream,
    perOrderLimit: config.PER_ORDER_LIMIT,
  } satisfies ActivityPorts;
}

function kafkaSasl(config: Config): KafkaSasl | undefined {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config;
  return mechanism && { mechanism, username: username ?? '', password: password ?? '' };
}
