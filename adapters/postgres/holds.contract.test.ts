import type { Pool } from 'pg';
import { loadConfig } from '../../config/config';
import { closedPort } from '../../test/contracts/closed-port';
import { holdsContract } from '../../test/contracts/holds.contract';
import { createOwnSchema, type OwnSchema } from '../../test/contracts/postgres-schema';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { createPostgresPool } from './connection';
import { PostgresHolds } from './holds';
import { migratePostgres } from './migrate';
import { PostgresOrders } from './orders';

const TIMEOUT_MS = 1_000;

function createPool(url: string): Pool {
  return createPostgresPool({ url, poolSize: 2, timeoutMs: TIMEOUT_MS, applicationName: 'contract', onIdleError: () => undefined });
}

describe('held orders in Postgres', () => {
  let schema: OwnSchema;
  let pool: Pool;

  before(async () => {
    schema = await createOwnSchema(loadConfig());
    await migratePostgres({ ...schema.owner, timeoutMs: TIMEOUT_MS });
    pool = createPool(schema.url);
  });
  after(async () => {
    await pool.end();
    await schema.drop();
  });

  holdsContract('Postgres', async () => {
    await schema.query('DELETE FROM orders');
    return { orders: new PostgresOrders(pool), holds: new PostgresHolds(pool) };
  });

  it('are unavailable, in time, when nobody listens', async () => {
    const away = createPool(`postgres://nobody@127.0.0.1:${await closedPort()}/nothing`);
    await assertUnavailable('postgres', () => new PostgresHolds(away).list({ offset: 0, limit: 1 }), 2_000);
    await away.end();
  });
});
