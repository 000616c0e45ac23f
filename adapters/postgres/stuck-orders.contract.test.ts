import assert from 'node:assert/strict';
import type { Pool } from 'pg';
import { loadConfig } from '../../config/config';
import type { Stuck } from '../../domain/stuck';
import { closedPort } from '../../test/contracts/closed-port';
import { orderRowsContract } from '../../test/contracts/order-rows.contract';
import { OVERDUE, writeOverdueCases } from '../../test/contracts/overdue-orders';
import { createOwnSchema, type OwnSchema } from '../../test/contracts/postgres-schema';
import { APPROVED, newOrder, settlementOf } from '../../test/contracts/sample-orders';
import { stuckMarksContract } from '../../test/contracts/stuck-marks.contract';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { createPostgresPool } from './connection';
import { migratePostgres } from './migrate';
import { PostgresOrderRows } from './order-rows';
import { PostgresOrders } from './orders';
import { PostgresStuckMarks } from './stuck-marks';
import { PostgresStuckOrders } from './stuck-orders';

const TIMEOUT_MS = 1_000;
const STUCK_AFTER_MS = 60_000;

function createPool(url: string): Pool {
  return createPostgresPool({ url, poolSize: 4, timeoutMs: TIMEOUT_MS, applicationName: 'contract', onIdleError: () => undefined });
}

describe('stuck orders in Postgres', () => {
  let schema: OwnSchema;
  let pool: Pool;
  let orders: PostgresOrders;
  let marks: PostgresStuckMarks;
  let stuck: PostgresStuckOrders;

  before(async () => {
    schema = await createOwnSchema(loadConfig());
    await migratePostgres({ ...schema.owner, timeoutMs: TIMEOUT_MS });
    pool = createPool(schema.url);
    orders = new PostgresOrders(pool);
    marks = new PostgresStuckMarks(pool);
    stuck = new PostgresStuckOrders(pool, { stuckAfterMs: STUCK_AFTER_MS });
  });
  after(async () => {
    await pool.end();
    await schema.drop();
  });
  beforeEach(async () => {
    await schema.query('DELETE FROM orders');
    await schema.query('DELETE FROM stuck_orders');
  });

  orderRowsContract('Postgres', async () => ({ rows: new PostgresOrderRows(pool), store: orders }));
  stuckMarksContract('Postgres', async () => marks);

  const accepted = async (agoMs: number) => {
    const order = newOrder({ acceptedAt: new Date(Date.now() - agoMs).toISOString() });
    await orders.accept(order);
    return order;
  };
  const marked = async (orderId: string, changes: Partial<Stuck> = {}) => {
    const mark: Stuck = { orderId, runId: 'run', cause: 'STEP_FAILING', step: 'settle', error: 'no', since: '2026-03-01T12:00:00.000Z', ...changes };
    await marks.mark([mark], new Date());
    return mark;
  };
  const all = () => stuck.list({ offset: 0, limit: 100 });

  it('are those that are open and not held for too long, whatever the cause', async () => {
    const late = await accepted(70_000);
    const [held, overdue] = [await accepted(80_000), await accepted(75_000), await accepted(50_000)];
    await orders.hold(held, { cause: 'USER_CHECK_UNAVAILABLE', since: held.acceptedAt, until: new Date().toISOString() });
    await orders.hold(overdue, { cause: 'USER_CHECK_UNAVAILABLE', since: overdue.acceptedAt, until: overdue.acceptedAt });
    const settled = await accepted(90_000);
    await orders.settle(settled, settlementOf(settled, APPROVED));
    const expected = [overdue, late].map((order) => ({ order: { ...order, status: 'PROCESSING' }, cause: 'NOT_LOOKED_AT', since: order.acceptedAt }));
    assert.deepEqual(await all(), { total: 2, orders: expected }, 'one that should be held no longer among them');
    assert.deepEqual(await stuck.summary(), { count: 2, oldest: overdue.acceptedAt });
  });

  it('are by their rows those that are overdue, and no others', async () => {
    const client = await pool.connect();
    const asPool = client as unknown as Pool;
    try {
      // Within a transaction the clock of Postgres stands still.
      await client.query('BEGIN');
      const { rows } = await client.query<{ now_ms: string }>(`SELECT trunc(extract(epoch FROM now()) * 1000) AS now_ms`);
      const names = await writeOverdueCases(new PostgresOrders(asPool), Number(rows[0]?.now_ms) - STUCK_AFTER_MS);
      // Its microseconds, too, are to be counted from the cut-off.
      const rest = `(now() - date_trunc('milliseconds', now()))`;
      await client.query(`UPDATE orders SET created_at = created_at + ${rest}, held_until = held_until + ${rest}`);
      const { orders: found } = await new PostgresStuckOrders(asPool, { stuckAfterMs: STUCK_AFTER_MS }).list({ offset: 0, limit: 100 });
      assert.deepEqual(found.map(({ order }) => names.get(order.id)).sort(), [...OVERDUE].sort());
    } finally {
      client.release(true);
    }
  });

  it('have the cause that was detected, each order once', async () => {
    const order = await accepted(70_000);
    const mark = await marked(order.id);
    const { cause, step, error, since } = mark;
    const expected = { order: { ...order, status: 'PROCESSING' }, cause, step, error, since };
    assert.deepEqual(await all(), { total: 1, orders: [expected] });
    await marked(order.id, { runId: 'another' });
    assert.equal((await all()).total, 1);
    assert.deepEqual(await stuck.summary(), { count: 1, oldest: since });
  });

  it('are also settled ones that were not published, and held ones whose workflow has ended, until that is repaired', async () => {
    const [unpublished, held] = [await accepted(0), await accepted(1)];
    await orders.settle(unpublished, settlementOf(unpublished, APPROVED));
    await orders.hold(held, { cause: 'USER_CHECK_UNAVAILABLE', since: held.acceptedAt, until: held.acceptedAt });
    const mark = await marked(unpublished.id, { cause: 'WORKFLOW_ENDED' });
    await marked(held.id, { cause: 'WORKFLOW_ENDED', since: '2026-03-01T12:00:01.000Z' });
    const { orders: found } = await all();
    assert.deepEqual(found.map(({ order }) => order), [{ ...unpublished, ...APPROVED }, { ...held, status: 'PROCESSING' }]);
    await marks.resolve(mark, 'TOLD', new Date());
    assert.deepEqual((await all()).orders.map(({ order }) => order.id), [held.id]);
  });

  it('are listed page by page, the oldest first, and counted', async () => {
    const ids: string[] = [];
    for (const agoMs of [90_000, 80_000, 70_000]) ids.push((await accepted(agoMs)).id);
    const page = async (offset: number, limit: number) => {
      const { total, orders: found } = await stuck.list({ offset, limit });
      return [total, found.map(({ order }) => order.id)];
    };
    assert.deepEqual(await page(0, 2), [3, ids.slice(0, 2)]);
    assert.deepEqual(await page(2, 2), [3, ids.slice(2)]);
    assert.deepEqual(await page(3, 2), [3, []]);
    assert.deepEqual(await page(0, 0), [3, []]);
  });

  it('are none when there are none; a mark on an order that was removed is nothing', async () => {
    await marked(newOrder().id);
    assert.deepEqual(await all(), { total: 0, orders: [] });
    assert.deepEqual(await stuck.summary(), { count: 0 });
  });

  it('are unavailable, in time, when nobody listens', async () => {
    const away = createPool(`postgres://nobody@127.0.0.1:${await closedPort()}/nothing`);
    await assertUnavailable('postgres', () => new PostgresStuckOrders(away, { stuckAfterMs: 1 }).summary(), 2_000);
    await assertUnavailable('postgres', () => new PostgresStuckMarks(away).unresolved(1), 2_000);
    await assertUnavailable('postgres', () => new PostgresOrderRows(away).openBefore(0, 1), 2_000);
    await away.end();
  });
});
