import assert from 'node:assert/strict';
import type { Pool } from 'pg';
import { loadConfig } from '../../config/config';
import { closedPort } from '../../test/contracts/closed-port';
import { ordersInFlightContract } from '../../test/contracts/orders-in-flight.contract';
import { createOwnSchema, type OwnSchema } from '../../test/contracts/postgres-schema';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { createPostgresPool } from './connection';
import { PostgresOrdersInFlight } from './holds';
import { migratePostgres } from './migrate';
import { PostgresOrders } from './orders';

const TIMEOUT_MS = 1_000;

function createPool(url: string): Pool {
  return createPostgresPool({ url, poolSize: 2, timeoutMs: TIMEOUT_MS, applicationName: 'contract', onIdleError: () => undefined });
}

describe('orders in flight in Postgres', () => {
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

  ordersInFlightContract('Postgres', async () => {
    await schema.query('DELETE FROM orders');
    return { orders: new PostgresOrders(pool), inFlight: new PostgresOrdersInFlight(pool) };
  });

  it('are counted by the index of just these, however many are over or held', async () => {
    await schema.query(`
      INSERT INTO orders (id, value, user_id, method, installment, created_at, status, events, settled_at, held_cause, held_since, held_until)
      SELECT gen_random_uuid(), 1, 'u', 'cash', 1, now(), CASE WHEN kind = 'over' THEN 'APPROVED' ELSE 'PROCESSING' END,
             CASE WHEN kind = 'over' THEN '[]'::json END, CASE WHEN kind = 'over' THEN now() END,
             CASE WHEN kind = 'held' THEN 'USER_CHECK_UNAVAILABLE' END, CASE WHEN kind = 'held' THEN now() END, CASE WHEN kind = 'held' THEN now() END
      FROM generate_series(1, 2000), unnest(ARRAY['over', 'over', 'held']) AS kind`);
    await schema.query('ANALYZE orders');
    const plan = await schema.query(
      `EXPLAIN SELECT count(*) FROM (SELECT FROM orders WHERE status = 'PROCESSING' AND held_cause IS NULL LIMIT 10000) AS found`,
    );
    assert.match(JSON.stringify(plan), /orders_in_flight/);
    assert.equal(await new PostgresOrdersInFlight(pool).inFlight(10_000, new Date(0)), 0);
  });

  it('are unavailable, in time, when nobody listens', async () => {
    const away = createPool(`postgres://nobody@127.0.0.1:${await closedPort()}/nothing`);
    await assertUnavailable('postgres', () => new PostgresOrdersInFlight(away).inFlight(1, new Date(0)), 2_000);
    await away.end();
  });
});
