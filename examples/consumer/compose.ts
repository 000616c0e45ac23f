import { KafkaEventSource } from '../../adapters/kafka/event-source';
import { createPostgresPool } from '../../adapters/postgres/connection';
import { composeKafka, migrationLogin, postgresLogin } from '../../apps/runtime/compose';
import { retryForever } from '../../apps/runtime/dependencies';
import { escaped } from '../../apps/runtime/escape';
import type { ProcessContext } from '../../apps/runtime/run-process';
import { consumeRecord } from './consume-record';
import { PostgresInbox } from './inbox';

/** Consumers that call themselves so share the work; another name begins with the oldest event. */
const GROUP_ID = 'example-consumer';

/** Composes the consumer and lets it read. While Kafka or Postgres is down it waits, and then goes on where it was. */
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
  // Released first: what is under way keeps its connections.
  resources.push('stream', () => reading);
}
