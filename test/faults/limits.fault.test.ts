import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { LIMIT } from '../contracts/sample-orders';
import { PostgresLimits } from '../../adapters/postgres/limits';
import { createPostgresPool } from '../../adapters/postgres/connection';
import type { OrderEvent } from '../../domain/events';
import type { Money } from '../../domain/money';
import type { Order } from '../../domain/order';
import { scaled } from '../machine-speed';
import { until } from '../until';
import { holdsAt } from './holds';
import { assertExposure, cappedUser, exposureOf } from './limits';
import { behindProxies } from './proxied-system';
import { theSystem, type System } from './system';

const ROUNDS = 10;
const KILL_IN_ROUNDS = [2, 5, 8];
const AT_ONCE = 200;
const FINAL_WITHIN_MS = 60_000;

const count = (ends: Iterable<string>, end: string) => [...ends].filter((one) => one === end).length;

/** The types of its events so far; none while the timeline cannot be told. */
async function typesOf(system: System, id: string): Promise<string[]> {
  const { body } = await system.get(`/api/order/${id}/events`);
  return ((body['events'] ?? []) as OrderEvent[]).map(({ type }) => type);
}

/** As a careful client does it: so many at once may be more than is taken at a time. */
async function postUntilAccepted(system: System, userId: string): Promise<string> {
  const idempotencyKey = randomUUID();
  let answer = await system.post({ userId, value: '100.00', idempotencyKey });
  for (const deadline = Date.now() + scaled(FINAL_WITHIN_MS); answer.status === 503 && Date.now() < deadline; ) {
    await pause(1_000);
    answer = await system.post({ userId, value: '100.00', idempotencyKey });
  }
  assert.ok([201, 202].includes(answer.status), `${answer.status} ${JSON.stringify(answer.body)}`);
  return String(answer.body['id']);
}

/** Whether so many orders of a user are final. */
async function areFinal(system: System, userId: string, total: number): Promise<boolean> {
  const offsets = Array.from({ length: Math.ceil(total / 100) }, (_, page) => page * 100);
  const pages = await Promise.all(offsets.map((offset) => system.get(`/api/orders/${userId}?offset=${offset}`)));
  const orders = pages.flatMap(({ body }) => (body['orders'] ?? []) as { status: string }[]);
  return orders.filter(({ status }) => status !== 'PROCESSING').length === total;
}

describe(`${AT_ONCE} orders of 100.00 at once, by a user with a cap of 5000.00`, function () {
  this.timeout(300_000);

  const system = theSystem();

  before(() => system.stack.start());
  after(() => system.restore());

  for (let round = 0; round < ROUNDS; round += 1) {
    const isKilled = KILL_IN_ROUNDS.includes(round);
    it(`fill it exactly${isKilled ? ', though the worker is killed in the middle' : ''} (${round + 1} of ${ROUNDS})`, async () => {
      const userId = await cappedUser(system, '5000.00');
      let accepted = 0;
      const posting = Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          const id = await postUntilAccepted(system, userId);
          accepted += 1;
          return id;
        }),
      );
      if (isKilled) {
        await until('some of them are accepted', () => accepted >= AT_ONCE / 4);
        await system.stack.kill('worker');
        await system.stack.start('worker');
      }
      const orders = await posting;
      await until('all of them are final', () => areFinal(system, userId, orders.length), FINAL_WITHIN_MS);
      const ends = await system.assertWhole(orders);
      assert.deepEqual([count(ends.values(), 'APPROVED'), count(ends.values(), 'CANCELED LIMIT_EXCEEDED')], [50, 150]);
      await assertExposure(system, userId, '5000');
    });
  }
});

describe('What an order has reserved', function () {
  this.timeout(120_000);

  const system = behindProxies({ HOLD_MS: '12000' });
  const { postgres } = system.proxies;

  async function heldOrder(userId: string, value: string): Promise<string> {
    const id = await system.order(userId, value);
    await until('it is held', async () => (await holdsAt(system, 'held')).has(id));
    return id;
  }

  it('is freed exactly, whoever or whatever cancels the order', async () => {
    const userId = await cappedUser(system, '1000.00');
    await system.users('fail');
    const held = await Promise.all(['100.01', '200.02', '300.04'].map((value) => heldOrder(userId, value)));
    const [byClient = '', byOperator = ''] = held;
    assert.deepEqual(await exposureOf(system, userId), { exposure: '600.07', reserved: '600.07' });
    assert.equal((await system.cancel(byClient)).status, 200);
    await until('the first is freed', async () => (await exposureOf(system, userId)).exposure === '500.06');
    assert.equal((await system.decide(byOperator, 'reject')).status, 200);
    await until('the second is freed', async () => (await exposureOf(system, userId)).exposure === '300.04');
    const ends = await system.assertWhole(held);
    assert.deepEqual([...ends.values()], ['CANCELED CANCELED_BY_CLIENT', 'CANCELED REJECTED_BY_OPERATOR', 'CANCELED CHECK_UNAVAILABLE']);
    await assertExposure(system, userId, '0');

    await system.users('ok');
    const all = [await system.order(userId, '1000.00')];
    assert.equal((await system.assertWhole(all)).get(all[0] ?? ''), 'APPROVED');
    all.push(await system.order(userId, '0.01'));
    assert.equal((await system.assertWhole(all)).get(all[1] ?? ''), 'CANCELED LIMIT_EXCEEDED');
    await assertExposure(system, userId, '1000');
  });

  const ORDERS_OF_ANSWERS = {
    'before the user is rejected': {
      disturb: () => system.users('hang'),
      isAnswered: 'limit.reserved',
      goOn: () => system.users('ok'),
    },
    'after the user was rejected': { disturb: () => postgres.down(), isAnswered: 'user.rejected', goOn: () => postgres.pass() },
  };
  for (const [when, { disturb, isAnswered, goOn }] of Object.entries(ORDERS_OF_ANSWERS)) {
    it(`${when} is taken back, which is told, and counts no more`, async () => {
      const userId = await cappedUser(system, '1000.00', 'invalid');
      await disturb();
      const id = await system.order(userId, '700.00');
      await until('one check is answered', async () => (await typesOf(system, id)).includes(isAnswered));
      await goOn();
      assert.equal((await system.assertWhole([id])).get(id), 'CANCELED USER_INVALID');
      const other = isAnswered === 'limit.reserved' ? 'user.rejected' : 'limit.reserved';
      const taken = ['order.canceled', 'compensation.started', 'limit.released'];
      assert.deepEqual(await typesOf(system, id), ['order.received', isAnswered, other, ...taken]);
      await assertExposure(system, userId, '0');
    });
  }

  it('is not reserved again by a try that comes after its release', async () => {
    const userId = await cappedUser(system, '1000.00', 'invalid');
    const id = await system.order(userId, '700.00');
    await system.assertWhole([id]);
    const pool = createPostgresPool({
      ...{ url: system.config.POSTGRES_URL, password: system.config.POSTGRES_PASSWORD, timeoutMs: 2_000 },
      ...{ poolSize: 1, applicationName: 'late', onIdleError: () => undefined },
    });
    const late = new PostgresLimits(pool, { perOrderLimit: LIMIT, windowMs: 86_400_000 });
    const { fits } = await late.reserve({ id, userId, value: '700' as Money } as Order);
    await pool.end();
    assert.equal(fits, false);
    await assertExposure(system, userId, '0');
    await system.assertWhole([id]);
  });

  const LOST = 3;
  const REPLIES: Record<string, { text: string; name?: string; cap: string; end: string; exposure: string }> = {
    'a reservation': { text: 'limits.reserve-locked\0', cap: '50.00', end: 'APPROVED', exposure: '50' },
    'the commit of a reservation': { text: 'COMMIT\0', cap: '50.00', end: 'APPROVED', exposure: '50' },
    'a confirmation': { text: 'limits.confirm\0', cap: '50.00', end: 'APPROVED', exposure: '50' },
    'a release': { text: 'limits.release\0', name: 'invalid', cap: '50.00', end: 'CANCELED USER_INVALID', exposure: '0' },
  };
  for (const [what, { text, name, cap, end, exposure }] of Object.entries(REPLIES)) {
    it(`counts once though the reply to ${what} is lost`, async () => {
      const userId = await cappedUser(system, cap, name);
      const replies = await postgres.loseReplies(text, LOST);
      const orders = await Promise.all(Array.from({ length: 5 }, () => system.order(userId, '10.00')));
      const ends = await system.assertWhole(orders);
      assert.equal(replies.lost, LOST);
      assert.deepEqual([...ends.values()], Array(5).fill(end));
      await assertExposure(system, userId, exposure);
    });
  }

  it('counts once though the reply to a reservation is lost and there is no cap', async () => {
    const userId = `uncapped-${randomUUID()}`;
    const replies = await postgres.loseReplies('limits.reserve\0', LOST);
    const orders = await Promise.all(Array.from({ length: 5 }, () => system.order(userId, '10.00')));
    const ends = await system.assertWhole(orders);
    assert.equal(replies.lost, LOST);
    assert.deepEqual([...ends.values()], Array(5).fill('APPROVED'));
    await assertExposure(system, userId, '50');
  });
});
