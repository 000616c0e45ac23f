import assert from 'node:assert/strict';
import { DatabaseError, type Pool } from 'pg';
import { createPostgresPool } from '../../adapters/postgres/connection';
import { migrationLogin } from '../../apps/runtime/compose';
import { loadConfig } from '../../config/config';
import { closedPort, withSilentServer } from '../../test/contracts/closed-port';
import { type DayCounts, inboxContract, newDay, receivedOn } from '../../test/contracts/inbox.contract';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { until } from '../../test/until';
import { PostgresInbox } from './inbox';

const config = loadConfig();
const OWNER = migrationLogin(config);

function createPool({ url = config.POSTGRES_URL, timeoutMs = 2_000, poolSize = 8 } = {}): Pool {
  const password = config.POSTGRES_PASSWORD;
  return createPostgresPool({ url, password, poolSize, timeoutMs, applicationName: 'inbox-contract', onIdleError: () => undefined });
}

describe('an inbox in Postgres', () => {
  let pool: Pool;
  before(async () => {
    pool = createPool();
    await new PostgresInbox(pool, OWNER).prepare();
  });
  after(() => pool.end());

  async function countsOf(day: string): Promise<DayCounts> {
    const { rows } = await pool.query<Record<string, string>>('SELECT * FROM example_consumer.days WHERE day = $1', [day]);
    return [Number(rows[0]?.['received'] ?? 0), Number(rows[0]?.['received_value'] ?? 0), Number(rows[0]?.['approved'] ?? 0), Number(rows[0]?.['canceled'] ?? 0)];
  }

  inboxContract('Postgres', () => ({ inbox: new PostgresInbox(pool, OWNER), countsOf }));

  it('does not remember an event whose effect has failed', async () => {
    const inbox = new PostgresInbox(pool, OWNER);
    const event = receivedOn(newDay(), '5');
    await assert.rejects(inbox.take({ ...event, day: '2026-02-30' }), DatabaseError);
    assert.equal(await inbox.take(event), 'taken');
    assert.deepEqual(await countsOf(event.day), [1, 5, 0, 0]);
  });

  it('is unavailable, in time, while another has the day locked, and leaves nothing behind', async () => {
    const impatient = createPool({ timeoutMs: 300, poolSize: 1 });
    const inbox = new PostgresInbox(impatient, OWNER);
    const [first, second] = [receivedOn(newDay(), '5'), receivedOn(newDay(), '7')];
    await inbox.take(first);
    const other = await pool.connect();
    await other.query('BEGIN');
    await other.query('SELECT FROM example_consumer.days WHERE day = $1 FOR UPDATE', [first.day]);
    await assertUnavailable('postgres', () => inbox.take({ ...second, day: first.day }), 2_000);
    await other.query('ROLLBACK');
    other.release();
    assert.equal(await inbox.take({ ...second, day: first.day }), 'taken');
    assert.deepEqual(await countsOf(first.day), [2, 12, 0, 0]);
    await impatient.end();
  });

  it('survives the end of its connection in the middle of a transaction', async () => {
    const inbox = new PostgresInbox(pool, OWNER);
    const event = receivedOn(newDay(), '5');
    const other = await pool.connect();
    await other.query('BEGIN');
    await other.query('INSERT INTO example_consumer.inbox (event_id) VALUES ($1)', [event.id]);
    const waiting = inbox.take(event);
    waiting.catch(() => undefined);
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE application_name = 'inbox-contract' AND wait_event_type = 'Lock'`;
    await until('the inbox waits for the other transaction', async () => (await pool.query(cut)).rowCount === 1, 1_500);
    await assertUnavailable('postgres', () => waiting, 2_000);
    await other.query('ROLLBACK');
    other.release();
    assert.equal(await inbox.take(event), 'taken');
  });

  async function assertEverythingUnavailable(port: number): Promise<void> {
    const there = { url: `postgres://nobody@127.0.0.1:${port}/nothing`, timeoutMs: 200 };
    const nowhere = createPool(there);
    const inbox = new PostgresInbox(nowhere, there);
    await assertUnavailable('postgres', () => inbox.prepare(), 2_000);
    await assertUnavailable('postgres', () => inbox.take(receivedOn(newDay(), '1')), 2_000);
    await nowhere.end();
  }

  it('is unavailable, in time, when nobody listens', async () => assertEverythingUnavailable(await closedPort()));
  it('is unavailable, in time, when nobody answers', () => withSilentServer(assertEverythingUnavailable));
});
