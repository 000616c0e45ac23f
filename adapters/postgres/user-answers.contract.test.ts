import assert from 'node:assert/strict';
import type { Pool } from 'pg';
import { loadConfig } from '../../config/config';
import { closedPort } from '../../test/contracts/closed-port';
import { createOwnSchema, type OwnSchema } from '../../test/contracts/postgres-schema';
import { newUserId } from '../../test/contracts/sample-orders';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { userAnswersContract } from '../../test/contracts/user-answers.contract';
import { openProxy } from '../../test/faults/proxy/proxy';
import { until } from '../../test/until';
import { createPostgresPool } from './connection';
import { migratePostgres } from './migrate';
import { PostgresUserAnswers } from './user-answers';

const TIMEOUT_MS = 1_000;

describe('last answers in Postgres', () => {
  let schema: OwnSchema;
  let pool: Pool;
  const createPool = (url: string) => createPostgresPool({ url, poolSize: 4, timeoutMs: TIMEOUT_MS, applicationName: 'contract', onIdleError: () => undefined });

  before(async () => {
    schema = await createOwnSchema(loadConfig());
    await migratePostgres({ ...schema.owner, timeoutMs: TIMEOUT_MS });
    pool = createPool(schema.url);
  });
  after(async () => {
    await pool.end();
    await schema.drop();
  });

  userAnswersContract('Postgres', () => new PostgresUserAnswers(pool));

  it('are written by themselves soon after', async () => {
    const answers = new PostgresUserAnswers(pool);
    const userId = newUserId();
    answers.remember(userId, true);
    await until('the answer is written', async () => (await answers.recall(userId)) !== undefined);
  });

  it('wait while Postgres is away, and are written when it is back', async () => {
    const port = await closedPort();
    const url = new URL(schema.url);
    const address = { host: url.hostname, port: Number(url.port) };
    url.port = String(port);
    const away = createPool(url.href);
    const answers = new PostgresUserAnswers(away);
    const userId = newUserId();
    answers.remember(userId, false);
    await answers.flush();
    await assertUnavailable('postgres', () => answers.recall(userId));
    const proxy = await openProxy(port, address);
    await until('the answer is written', () => answers.recall(userId).then((known) => known?.valid === false, () => false));
    await away.end();
    await proxy.down();
  });

  it('count from when they were given, also when they are written later, and never replace newer ones', async () => {
    const [slow, quick] = [new PostgresUserAnswers(pool), new PostgresUserAnswers(pool)];
    const userId = newUserId();
    slow.remember(userId, true);
    const givenAt = performance.now();
    // Further apart than a statement takes to reach the clock of Postgres.
    await until('it is later', () => performance.now() - givenAt > 300);
    quick.remember(userId, false);
    await quick.flush();
    await slow.flush();
    assert.equal((await slow.recall(userId))?.valid, false);
    const other = newUserId();
    slow.remember(other, true);
    const rememberedAt = performance.now();
    await until('it is later', () => performance.now() - rememberedAt > 200);
    await slow.flush();
    const known = await slow.recall(other);
    assert.ok(known && known.ageMs >= 150, `${known?.ageMs} ms`);
  });

  it('of two workers, written crosswise at once, do not block each other', async () => {
    const users = Array.from({ length: 200 }, newUserId);
    const [one, other] = [new PostgresUserAnswers(pool), new PostgresUserAnswers(pool)];
    for (const userId of users) one.remember(userId, true);
    for (const userId of users.toReversed()) other.remember(userId, true);
    await Promise.all([one.flush(), other.flush()]);
    for (const userId of users) assert.equal((await one.recall(userId))?.valid, true);
  });
});
