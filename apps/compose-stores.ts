import { MongoEvents } from '../adapters/events-mongo';
import { migratePostgres } from '../adapters/migrate-postgres';
import { openMongo } from '../adapters/mongo';
import { PostgresOrders } from '../adapters/orders-postgres';
import { openPostgres } from '../adapters/postgres';
import { migrationLogin, postgresLogin } from './postgres-logins';
import { withSetup } from './prepared';
import type { ProcessContext } from './run-process';

/** Opens what the API and the worker both work on; it prepares itself in the background, as soon as each store is there. */
export function composeStores(context: ProcessContext, applicationName: string) {
  const { config, logger, resources } = context;
  const pool = openPostgres({
    ...postgresLogin(config),
    poolSize: config.POSTGRES_POOL_SIZE,
    applicationName,
    onIdleError: (error) => logger.warn('a Postgres connection died', { error }),
  });
  resources.push('postgres', () => pool.end());
  const mongo = openMongo({ url: config.MONGO_URL, timeoutMs: config.MONGO_TIMEOUT_MS });
  resources.push('mongodb', () => mongo.close());

  const orders = new PostgresOrders(pool);
  const events = new MongoEvents(mongo, { database: config.MONGO_DATABASE, timeoutMs: config.MONGO_TIMEOUT_MS });
  const dependencies = [
    withSetup(orders, { name: 'migrating Postgres', work: () => migratePostgres(migrationLogin(config)), ...context }),
    withSetup(events, { name: 'indexing MongoDB', work: () => events.prepare(), ...context }),
  ];
  return { pool, orders, events, dependencies };
}
