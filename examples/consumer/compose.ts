import { KafkaEventSource } from '../../adapters/kafka/event-source';
import { createPostgresPool } from '../../adapters/postgres/connection';
import { composeKafka, migrationLogin, postgresLogin } from '../../apps/runtime/compose';
import { retryForever } from '../../apps/runtime/dependencies';
import { escaped } from '../../apps/runtime/escape';
import type { ProcessContext } from '../../apps/runtime/run-process';
import { consumeRecord } from './consume-record';
import { PostgresInbox } from './inbox';

/** Consumers of this group share the work. A consumer of another group begins with the oldest event. */
const GROUP_ID = 'example-consumer';

/** Composes and starts the consumer. While Kafka or Postgres is down it waits, and then goes on where it stopped. */
export async function composeConsumer({ config, logger, resources, stopping }: ProcessContext): Promise<void> {
  const pool = createPostgresPool({
    ...postgresLogin(config),
    poolSize: 1,
    applicationName: 'example-consumer',
    onIdleError: (error) => logger.warn('a Postgres connection died', { error }),
  });
  resources.push('postgres', () => pool.end());
  const inbox = new PostgresInbox(pool, migrationLogin(config));
  const source = new KafkaEventSource(composeKafka(config, logger), {
    topic: config.KAFKA_TOPIC,
    groupId: GROUP_ID,
    timeoutMs: config.KAFKA_TIMEOUT_MS,
    onDeadLetter: ({ partition, offset }, why) =>
      logger.warn('a record could not be read and is a dead letter', { partition, offset, why: escaped(why) }),
  });
  const reading = retryForever('reading the stream', logger, stopping, async () => {
    await inbox.prepare();
    await source.consume((record) => consumeRecord(inbox, record), stopping);
  });
  logger.info(`reading ${config.KAFKA_TOPIC} into the schema example_consumer`);
  // Pushed last and so released first: a record in progress keeps its connections.
  resources.push('stream', () => reading);
}
