import assert from 'node:assert/strict';
import { DatabaseError, type Pool, type QueryConfig } from 'pg';
import { loadConfig } from '../../config/config';
import { hasOwnLimits } from '../../domain/limits';
import type { Money } from '../../domain/money';
import type { Limits, LimitsOfUsers } from '../../ports/limits';
import { closedPort, withSilentServer } from '../../test/contracts/closed-port';
import { limitsContract, POLICY } from '../../test/contracts/limits.contract';
import { withLostReplies } from '../../test/contracts/lose-reply';
import { createOwnSchema, type OwnSchema } from '../../test/contracts/postgres-schema';
import { JUST_OVER_LIMIT, money, newOrder, newUserId } from '../../test/contracts/sample-orders';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { until } from '../../test/until';
import { createPostgresPool } from './connection';
import { PostgresLimits } from './limits';
import { PostgresLimitsOfUsers, PostgresReservations } from './limits-of-users';
import * as sql from './limits-sql';
import { migratePostgres } from './migrate';

const APPLICATION = `limits-contract-${process.pid}`;

function createPool(url: string, { timeoutMs = 5_000, poolSize = 10 } = {}): Pool {
  return createPostgresPool({ url, poolSize, timeoutMs, applicationName: APPLICATION, onIdleError: () => undefined });
}

describe('limits in Postgres', () => {
  /** The ledger is one for the whole database, so what the suite has written is taken out again. */
  const seen = new Set<string>();
  let schema: OwnSchema;
  let pool: Pool;
  let limits: Limits;
  let users: LimitsOfUsers;

  before(async () => {
    schema = await createOwnSchema(loadConfig());
    await migratePostgres({ ...schema.owner, timeoutMs: 1_000 });
    pool = createPool(schema.url);
    limits = noted(new PostgresLimits(pool, POLICY));
    const all = new PostgresLimitsOfUsers(pool, POLICY);
    users = {
      limitOf: (userId) => all.limitOf(userId),
      exposureOf: (userId) => all.exposureOf(userId),
      removeReservationsOf: (userIds) => all.removeReservationsOf(userIds),
      setLimit: (userId, own) => all.setLimit(note(userId), own),
    };
  });
  after(async () => {
    await schema.query('DELETE FROM ledger.limit_reservations WHERE user_id = ANY ($1)', [[...seen]]);
    await schema.query('DELETE FROM ledger.limits WHERE user_id = ANY ($1)', [[...seen]]);
    await pool.end();
    await schema.drop();
  });

  const note = (userId: string) => (seen.add(userId), userId);
  const noted = (of: Limits): Limits => ({
    reserve: (order) => (note(order.userId), of.reserve(order)),
    confirm: (order) => (note(order.userId), of.confirm(order)),
    release: (order) => (note(order.userId), of.release(order)),
  });
  const newCapped = async (cap: string) => {
    const userId = newUserId();
    await users.setLimit(userId, { perOrderLimit: null, exposureCap: money(cap) });
    return userId;
  };
  const server = () => {
    const { hostname, port } = new URL(schema.url);
    return { host: hostname, port: Number(port || 5432) };
  };

  /** Calls the ledger and loses the reply to this statement; throws what the call throws. */
  async function losing<T>(statement: string, call: (ledger: Limits) => Promise<T>): Promise<T> {
    let outcome: Promise<T> | undefined;
    const lost = await withLostReplies(server(), statement, async (port) => {
      const url = new URL(schema.url);
      url.host = `127.0.0.1:${port}`;
      const fragile = createPool(url.href, { timeoutMs: 2_000, poolSize: 1 });
      outcome = call(noted(new PostgresLimits(fragile, POLICY)));
      await outcome.catch(() => undefined);
      await fragile.end();
    });
    assert.equal(lost, 1, `the reply to ${statement} was lost`);
    return outcome!;
  }

  limitsContract('Postgres', (rule) => ({
    limits: rule ? noted(new PostgresLimits(pool, POLICY, rule)) : limits,
    users,
    reservations: new PostgresReservations(pool),
    backdate: async (orderId, reservedAtMs) => {
      const values = [orderId, new Date(reservedAtMs)];
      await schema.query('UPDATE ledger.limit_reservations SET reserved_at = $2 WHERE order_id = $1', values);
    },
    loseNextReply: (work) =>
      work({
        reserve: async (order) => {
          // What makes the reservation durable: the only statement, or the end of the transaction.
          const own = await users.limitOf(order.userId);
          return losing(hasOwnLimits(own) ? 'COMMIT' : 'limits.reserve', (ledger) => ledger.reserve(order));
        },
        confirm: (order) => losing('limits.confirm', (ledger) => ledger.confirm(order)),
        release: (order) => losing('limits.release', (ledger) => ledger.release(order)),
      }),
  }));

  it('take one round trip for a user without limits of their own', async () => {
    const statements: unknown[] = [];
    const counting = { query: (statement: string) => (statements.push(statement), pool.query(statement)) } as Pool;
    await noted(new PostgresLimits(counting, POLICY)).reserve(newOrder());
    await noted(new PostgresLimits(counting, POLICY)).reserve(newOrder({ value: JUST_OVER_LIMIT }));
    assert.equal(statements.length, 2);
  });

  /** Runs the work while another's transaction with these statements is open, which ends with the work if not before. */
  async function during(statements: (QueryConfig | string)[], work: (commit: () => Promise<unknown>) => Promise<void>): Promise<void> {
    const other = await pool.connect();
    await other.query('BEGIN');
    try {
      for (const statement of statements) await other.query(statement);
      await work(() => other.query('COMMIT'));
    } finally {
      other.release(true);
    }
  }

  it('count an order that had not seen the cap when the cap was set', async () => {
    const userId = note(newUserId());
    const { id, value } = newOrder({ userId });
    await during([{ ...sql.RESERVE, values: [id, userId, value, true] }], async (commit) => {
      const setting = users.setLimit(userId, { perOrderLimit: null, exposureCap: money('1500') });
      await untilWaiting('the limits wait for the order', 'LOCK TABLE');
      await commit();
      await setting;
    });
    assert.deepEqual(await limits.reserve(newOrder({ userId })), { fits: false, limit: '1500', rule: 'exposure', room: '500' });
  });

  it('show an order the cap that it waited for', async () => {
    const order = newOrder();
    await during([sql.LOCK_LIMITS, { ...sql.SET_LIMIT, values: [order.userId, null, '500'] }], async (commit) => {
      const reserving = limits.reserve(order);
      await untilWaiting('the order waits for the limits', 'WITH own AS');
      await commit();
      assert.deepEqual(await reserving, { fits: false, limit: '500', rule: 'exposure', room: '500' });
    });
  });

  async function untilWaiting(what: string, statement: string): Promise<void> {
    const waiting = `SELECT FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock' AND query LIKE $2`;
    await until(what, async () => (await schema.queryAsProcess(waiting, [APPLICATION, `%${statement}%`])).length > 0, 5_000);
  }

  it('are not set, and say so in time, while an order keeps them locked', async () => {
    const userId = await newCapped('1000');
    const setLimit = () => users.setLimit(userId, { perOrderLimit: null, exposureCap: null });
    await during([{ ...sql.LOCK_USER, values: [userId] }], () => assertUnavailable('postgres', setLimit, 2_000));
    await until('they are set once the lock is gone', () => setLimit().then(() => true, () => false));
  });

  it("are unavailable, in time, while another keeps the user's row locked, and leave nothing behind", async () => {
    const userId = await newCapped('1000');
    const impatient = createPool(schema.url, { timeoutMs: 200 });
    const reserve = () => new PostgresLimits(impatient, POLICY).reserve(newOrder({ userId }));
    await during([{ ...sql.LOCK_USER, values: [userId] }], () => assertUnavailable('postgres', reserve, 2_000));
    assert.equal((await users.exposureOf(userId)).exposure, '0');
    await until('there is room once the lock is gone', () => reserve().then(({ fits }) => fits, () => false));
    await impatient.end();
  });

  it('go on after every connection was cut', async () => {
    const order = newOrder({ userId: await newCapped('1000') });
    await schema.queryAsProcess('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [APPLICATION]);
    await until('the pool has noticed', () => pool.totalCount === 0);
    assert.ok((await limits.reserve(order)).fits);
  });

  for (const value of ['0', '-1', 'NaN', 'Infinity', '10000000000000000', 'abc', '']) {
    it(`refuse the value ${JSON.stringify(value)}, whatever checked it before, and say so rather than to try again`, async () => {
      const order = newOrder({ value: value as Money });
      await assert.rejects(limits.confirm(order), DatabaseError);
      await assert.rejects(limits.release(order), DatabaseError);
      const answer = await limits.reserve(order).catch((error: unknown) => error);
      assert.ok(answer instanceof Error ? answer.name !== 'Unavailable' : !(answer as { fits: boolean }).fits);
    });
  }

  it('refuse limits that are no amounts, and a user id that is empty or too long', async () => {
    for (const bad of ['-0.01', 'NaN', 'Infinity', 'x'] as Money[]) {
      await assert.rejects(users.setLimit(newUserId(), { perOrderLimit: bad, exposureCap: null }), DatabaseError);
      await assert.rejects(users.setLimit(newUserId(), { perOrderLimit: null, exposureCap: bad }), DatabaseError);
    }
    for (const userId of ['', 'x'.repeat(256)]) {
      await assert.rejects(users.setLimit(userId, { perOrderLimit: null, exposureCap: null }), DatabaseError);
      await assert.rejects(limits.reserve(newOrder({ userId })), DatabaseError);
    }
  });

  it('are one ledger for schemas of the same database that are migrated at once and again', async () => {
    const schemas = await Promise.all(Array.from({ length: 3 }, () => createOwnSchema(loadConfig())));
    const order = newOrder();
    await limits.reserve(order);
    await Promise.all(schemas.map(({ owner }) => migratePostgres({ ...owner, timeoutMs: 1_000 })));
    await Promise.all(schemas.map(({ owner }) => migratePostgres({ ...owner, timeoutMs: 1_000 })));
    for (const other of schemas) {
      const seenThere = await other.query('SELECT state FROM ledger.limit_reservations WHERE order_id = $1', [order.id]);
      assert.deepEqual(seenThere, [{ state: 'reserved' }]);
      await other.drop();
    }
    assert.deepEqual(await new PostgresReservations(pool).stateOf([order.id]), new Map([[order.id, 'reserved']]));
  });
});

describe('limits in a Postgres that is not ready', () => {
  async function assertEverythingUnavailable(port: number): Promise<void> {
    const pool = createPool(`postgres://nobody@127.0.0.1:${port}/nothing`, { timeoutMs: 200, poolSize: 1 });
    const ledger = new PostgresLimits(pool, POLICY);
    const [users, reservations] = [new PostgresLimitsOfUsers(pool, POLICY), new PostgresReservations(pool)];
    const order = newOrder();
    const calls: (() => Promise<unknown>)[] = [
      ...(['reserve', 'confirm', 'release'] as const).map((step) => () => ledger[step](order)),
      () => users.limitOf(order.userId),
      () => users.setLimit(order.userId, { perOrderLimit: null, exposureCap: null }),
      () => users.exposureOf(order.userId),
      () => reservations.stateOf([order.id]),
      () => reservations.openBefore(0, 1),
    ];
    for (const call of calls) await assertUnavailable('postgres', call, 2_000);
    // More callers than connections: the wait for a connection is bounded as well.
    await Promise.all(Array.from({ length: 5 }, () => assertUnavailable('postgres', () => ledger.reserve(order), 2_000)));
    await pool.end();
  }

  it('are unavailable, in time, when nobody listens', async () => assertEverythingUnavailable(await closedPort()));
  it('are unavailable, in time, when nobody answers', () => withSilentServer(assertEverythingUnavailable));
});
