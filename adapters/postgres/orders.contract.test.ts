import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { DatabaseError, type Pool } from 'pg';
import { loadConfig } from '../../config/config';
import type { Money } from '../../domain/money';
import { closedPort, withSilentServer } from '../../test/contracts/closed-port';
import { eventually } from '../../test/contracts/eventually';
import { ordersContract } from '../../test/contracts/orders.contract';
import { pagingContract } from '../../test/contracts/paging.contract';
import { createOwnSchema, type OwnSchema } from '../../test/contracts/postgres-schema';
import { APPROVED, newOrder, settlementOf } from '../../test/contracts/sample-orders';
import { settlementsContract } from '../../test/contracts/settlements.contract';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { openProxy } from '../../test/faults/proxy/proxy';
import { createPostgresPool } from './connection';
import { migratePostgres } from './migrate';
import { PostgresOrders } from './orders';

const TIMEOUT_MS = 1_000;
const APPLICATION = `contract-${process.pid}`;

function createPool(url: string, timeoutMs = TIMEOUT_MS, poolSize = 8): Pool {
  return createPostgresPool({ url, poolSize, timeoutMs, applicationName: APPLICATION, onIdleError: () => undefined });
}

describe('orders in Postgres', () => {
  let schema: OwnSchema;
  let pool: Pool;
  let orders: PostgresOrders;

  before(async () => {
    schema = await createOwnSchema(loadConfig());
    await migratePostgres({ ...schema.owner, timeoutMs: TIMEOUT_MS });
    pool = createPool(schema.url);
    orders = new PostgresOrders(pool);
  });
  after(async () => {
    await pool.end();
    await schema.drop();
  });

  ordersContract('Postgres', () => orders);
  pagingContract('Postgres', () => orders);
  settlementsContract('Postgres', () => orders);

  it('take the end of the last event for the moment of settlement, and the events as they were written', async () => {
    const order = newOrder();
    const proposed = settlementOf(order, APPROVED);
    await orders.settle(order, proposed);
    const [row] = await schema.query('SELECT events::text, settled_at, created_at FROM orders WHERE id = $1', [order.id]);
    assert.equal(row?.['events'], JSON.stringify(proposed.events));
    assert.deepEqual(row?.['settled_at'], new Date(proposed.events.at(-1)?.at ?? ''));
  });

  for (const value of ['0', '-1', 'NaN', 'Infinity', '1e400', '10000000000000000', 'abc', '']) {
    it(`refuse the value ${JSON.stringify(value)}, whatever checked it before, and say so rather than to try again`, async () => {
      await assert.rejects(orders.accept(newOrder({ value: value as Money })), DatabaseError);
    });
  }

  it('refuse a user id that is empty or too long, an id that is no UUID, and an end without events', async () => {
    await assert.rejects(orders.accept(newOrder({ userId: '' })), DatabaseError);
    await assert.rejects(orders.accept(newOrder({ userId: 'x'.repeat(256) })), DatabaseError);
    await assert.rejects(orders.accept(newOrder({ id: 'x' })), DatabaseError);
    const order = newOrder();
    await assert.rejects(orders.settle(order, { ...APPROVED, events: [] }), DatabaseError);
    assert.equal(await orders.find(order.id), undefined);
  });

  it('go on after every connection was cut', async () => {
    const order = newOrder();
    await orders.accept(order);
    await schema.queryAsProcess('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [APPLICATION]);
    while (pool.totalCount > 0) await setTimeout(5);
    assert.equal((await orders.find(order.id))?.id, order.id);
  });

  it('are unavailable, in time, while another transaction keeps the row locked', async () => {
    const order = newOrder();
    await orders.accept(order);
    const impatient = createPool(schema.url, 200);
    await schema.query('BEGIN');
    await schema.query('SELECT FROM orders WHERE id = $1 FOR UPDATE', [order.id]);
    await assertUnavailable('postgres', () => new PostgresOrders(impatient).settle(order, settlementOf(order, APPROVED)), 2_000);
    await schema.query('ROLLBACK');
    assert.equal((await new PostgresOrders(impatient).settle(order, settlementOf(order, APPROVED))).status, 'APPROVED');
    await impatient.end();
  });
});

describe('orders in a Postgres that is not ready', () => {
  it('are unavailable before the migrations have run', async () => {
    const schema = await createOwnSchema(loadConfig());
    const pool = createPool(schema.url);
    await assertUnavailable('postgres', () => new PostgresOrders(pool).ping());
    await assertUnavailable('postgres', () => new PostgresOrders(pool).accept(newOrder()));
    await pool.end();
    await schema.drop();
  });

  async function assertEverythingUnavailable(port: number): Promise<void> {
    const url = `postgres://nobody@127.0.0.1:${port}/nothing`;
    const pool = createPool(url, 200, 1);
    const orders = new PostgresOrders(pool);
    const order = newOrder();
    const inTime = 2_000;
    await assertUnavailable('postgres', () => orders.ping(), inTime);
    await assertUnavailable('postgres', () => orders.settle(order, settlementOf(order, APPROVED)), inTime);
    // More callers than connections: the wait for a connection is bounded as well.
    await Promise.all(Array.from({ length: 5 }, () => assertUnavailable('postgres', () => orders.accept(order), inTime)));
    await assertUnavailable('postgres', () => migratePostgres({ url, timeoutMs: 200 }), inTime);
    await pool.end();
  }

  it('are unavailable, in time, when nobody listens', async () => assertEverythingUnavailable(await closedPort()));
  it('are unavailable, in time, when nobody answers', () => withSilentServer(assertEverythingUnavailable));

  it('are there as soon as Postgres is, and gone when it goes', async () => {
    const schema = await createOwnSchema(loadConfig());
    const direct = new URL(schema.url);
    const server = { host: direct.hostname, port: Number(direct.port || 5432) };
    const port = await closedPort();
    const proxied = (url: string) => Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).href;
    const pool = createPool(proxied(schema.url));
    const orders = new PostgresOrders(pool);
    const order = newOrder();

    await assertUnavailable('postgres', () => orders.accept(order));
    const proxy = await openProxy(port, server);
    await eventually(() => migratePostgres({ ...schema.owner, url: proxied(schema.owner.url), timeoutMs: TIMEOUT_MS }));
    await eventually(() => orders.accept(order));
    await proxy.down();
    await assertUnavailable('postgres', () => orders.settle(order, settlementOf(order, APPROVED)));
    await proxy.pass();
    await eventually(() => orders.settle(order, settlementOf(order, APPROVED)));
    assert.deepEqual(await orders.find(order.id), { ...order, ...APPROVED });
    await pool.end();
    await proxy.down();
    await schema.drop();
  });
});
