import { Client } from '@temporalio/client';
import { FolderSpool } from '../../adapters/files/spool';
import { FlagdToggles } from '../../adapters/flagd/toggles';
import { type KafkaSasl, createKafka } from '../../adapters/kafka/connection';
import { MongoEvents, createMongoClient } from '../../adapters/mongo/event-log';
import { createPostgresPool, type PostgresOptions } from '../../adapters/postgres/connection';
import { type MigrateOptions, migratePostgres } from '../../adapters/postgres/migrate';
import { PostgresOrders } from '../../adapters/postgres/orders';
import { createS3Client, S3Spool } from '../../adapters/s3/spool';
import { createTemporalConnection } from '../../adapters/temporal/connection';
import type { Config } from '../../config/config';
import type { Logger } from '../../config/logger';
import { withSetup } from './dependencies';
import type { ProcessContext } from './run-process';

/** The stores that both the API and the worker use. Each is set up in the background, as soon as it can be reached. */
export function composeStores(context: ProcessContext, applicationName: string) {
  const { config, logger, resources } = context;
  const pool = createPostgresPool({
    ...postgresLogin(config),
    poolSize: config.POSTGRES_POOL_SIZE,
    applicationName,
    onIdleError: (error) => logger.warn('a Postgres connection died', { error }),
  });
  resources.push('postgres', () => pool.end());
  const mongo = createMongoClient({ url: config.MONGO_URL, timeoutMs: config.MONGO_TIMEOUT_MS });
  resources.push('mongodb', () => mongo.close());

  const orders = new PostgresOrders(pool);
  const events = new MongoEvents(mongo, { database: config.MONGO_DATABASE, timeoutMs: config.MONGO_TIMEOUT_MS });
  const dependencies = [
    withSetup(orders, { name: 'migrating Postgres', work: () => migratePostgres(migrationLogin(config)), ...context }),
    withSetup(events, { name: 'indexing MongoDB', work: () => events.prepare(), ...context }),
  ];
  return { pool, orders, events, dependencies };
}

/** How the processes log in to Postgres for their work. */
export function postgresLogin(config: Config): Pick<PostgresOptions, 'url' | 'password' | 'timeoutMs'> {
  return { url: config.POSTGRES_URL, password: config.POSTGRES_PASSWORD, timeoutMs: config.POSTGRES_TIMEOUT_MS };
}

/**
 * How the processes log in to migrate: as the owner of the tables, who grants their own user its rights, or as their own user when no
 * owner is set. Nothing is granted when both are the same user, as when only one of the addresses leads through a pooler.
 */
export function migrationLogin(config: Config): MigrateOptions {
  const { POSTGRES_MIGRATION_URL: url, POSTGRES_MIGRATION_PASSWORD: password, POSTGRES_TIMEOUT_MS: timeoutMs } = config;
  if (url === undefined) return postgresLogin(config);
  const grantTo = userOf(config.POSTGRES_URL);
  // Granting revokes all other rights, which would take the owner's own away.
  return { url, password, timeoutMs, ...(grantTo !== '' && grantTo !== userOf(url) && { grantTo }) };
}

function userOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}

/** The configured spool, a bucket or else a folder. It is set up in the background. */
export function composeSpool(context: ProcessContext) {
  const spool = createSpool(context);
  return { spool, dependency: withSetup(spool, { name: 'preparing the spool', work: () => spool.prepare(), ...context }) };
}

/** The configured spool, not set up: enough to read it. */
export function createSpool({ config, resources }: Pick<ProcessContext, 'config' | 'resources'>): FolderSpool | S3Spool {
  const { SPOOL_S3_BUCKET: bucket, SPOOL_TIMEOUT_MS: timeoutMs } = config;
  if (bucket === undefined) return new FolderSpool({ folder: config.SPOOL_FOLDER, timeoutMs });
  const client = createS3Client({ endpoint: config.SPOOL_S3_ENDPOINT, region: config.SPOOL_S3_REGION, credentials: credentialsIn(config), timeoutMs });
  resources.push('spool', () => client.destroy());
  return new S3Spool(client, { bucket, timeoutMs });
}

function credentialsIn({ SPOOL_S3_ACCESS_KEY_ID: accessKeyId, SPOOL_S3_SECRET_ACCESS_KEY: secretAccessKey }: Config) {
  return accessKeyId !== undefined && secretAccessKey !== undefined ? { accessKeyId, secretAccessKey } : undefined;
}

/** A client of the configured Kafka. It is not connected, so it need not be closed. */
export function composeKafka(config: Config, logger: Logger) {
  return createKafka({
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

/** A client of the configured namespace, and the task queue of this system. Temporal need not be running yet. */
export function composeTemporal({ config, resources }: Pick<ProcessContext, 'config' | 'resources'>) {
  const connection = createTemporalConnection(temporalConnection(config));
  resources.push('temporal', () => connection.close());
  return { client: new Client({ connection, namespace: config.TEMPORAL_NAMESPACE }), taskQueue: config.TEMPORAL_TASK_QUEUE };
}

/** How to reach the Temporal server, for the connections of the client and of the worker. */
export function temporalConnection(config: Config) {
  return {
    address: config.TEMPORAL_ADDRESS,
    ...(config.TEMPORAL_TLS && { tls: true }),
    ...(config.TEMPORAL_API_KEY !== undefined && { apiKey: config.TEMPORAL_API_KEY }),
  };
}

/** Reads the file of toggles, and follows it. A faulty file does not keep the process from working. */
export async function composeToggles({ config, logger, resources }: ProcessContext): Promise<FlagdToggles> {
  const file = config.TOGGLES_FILE;
  const toggles = new FlagdToggles({
    file,
    onSet: (off) => logger.info('toggles are set', { file, off }),
    onUnusable: (error) => logger.warn('the file of toggles cannot be used, and what was on or off stays so', { file, error }),
  });
  resources.push('toggles', () => toggles.close());
  await toggles.start();
  return toggles;
}
