import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { orderIdUnder } from '../../apps/api/orders/order-request';
import type { OrderEvent } from '../../domain/events';
import { until } from '../until';
import { holdsAt } from './holds';
import type { Answer } from './http';
import { assertExposure, cappedUser } from './limits';
import { untilFinal } from './load';
import { behindProxies } from './proxied-system';
import { withTemporal } from './temporal';

const WITHIN_MS = 30_000;
const BY_CLIENT = 'CANCELED CANCELED_BY_CLIENT';

function assertTakenBack({ status, body }: Answer): void {
  assert.deepEqual([status, body['status'], body['reason']], [200, 'CANCELED', 'CANCELED_BY_CLIENT'], JSON.stringify(body));
}

function assertTooLate({ status, body }: Answer): void {
  assert.deepEqual([status, body['code']], [409, 'ORDER_ALREADY_FINAL'], JSON.stringify(body));
}

function assertNotKnown({ status, headers, body }: Answer): void {
  assert.equal(status, 503, JSON.stringify(body));
  assert.match(String(headers.get('retry-after')), /^\d+$/);
}

describe('A client that takes an order back', function () {
  this.timeout(120_000);

  const system = behindProxies();
  const { postgres, mongo } = system.proxies;

  let userId: string;
  beforeEach(async () => (userId = await cappedUser(system, '1000.00')));

  async function heldOrder(): Promise<string> {
    await system.users('fail');
    const id = await system.order(userId, '700.00');
    await until('it is held', async () => (await holdsAt(system, 'held')).has(id));
    return id;
  }

  /** As a careful client does it: the same request until it is answered. */
  async function cancelUntilAnswered(id: string): Promise<Answer> {
    let answer: Answer | undefined;
    await until('it is answered', async () => (answer = await system.cancel(id)).status !== 503, WITHIN_MS);
    return answer!;
  }

  /** It ends so, nothing of it counts, and what was taken back is told. */
  async function assertCanceled(id: string, end = BY_CLIENT): Promise<void> {
    assert.equal((await system.assertWhole([id])).get(id), end);
    await assertExposure(system, userId, '0');
    const { body } = await system.get(`/api/order/${id}/events`);
    const types = (body['events'] as OrderEvent[]).map(({ type }) => type);
    assert.deepEqual(types.slice(-3), ['order.canceled', 'compensation.started', 'limit.released']);
  }

  it('is told so while a check hangs, and whenever it asks again', async () => {
    await system.users('hang');
    const id = await system.order(userId, '700.00');
    assertTakenBack(await cancelUntilAnswered(id));
    assertTakenBack(await system.cancel(id));
    await assertCanceled(id);
    assertTakenBack(await system.cancel(id));
  });

  it('is told so while it is held, several times at once', async () => {
    const id = await heldOrder();
    for (const answer of await Promise.all([system.cancel(id), system.cancel(id), system.cancel(id)])) assertTakenBack(answer);
    await assertCanceled(id);
  });

  it('is told to ask again while Postgres is away, and then that it is taken back', async () => {
    await postgres.down();
    const id = await system.order(userId, '700.00');
    assertNotKnown(await system.cancel(id));
    assertNotKnown(await system.cancel(id));
    await postgres.pass();
    assertTakenBack(await cancelUntilAnswered(id));
    await assertCanceled(id);
  });

  it('is told to ask again while there is no worker, and then that it is taken back', async () => {
    const id = await heldOrder();
    await system.stack.kill('worker');
    assertNotKnown(await system.cancel(id));
    await system.stack.start('worker');
    assertTakenBack(await cancelUntilAnswered(id));
    assertTakenBack(await system.cancel(id));
    await assertCanceled(id);
  });

  it('is told that it is too late once the order has settled, though the log is away', async () => {
    await mongo.down();
    const id = await system.order(userId, '700.00');
    await untilFinal(system, id, WITHIN_MS);
    for (let time = 0; time < 2; time += 1) assertTooLate(await system.cancel(id));
    await mongo.pass();
    assert.equal((await system.assertWhole([id])).get(id), 'APPROVED');
    await assertExposure(system, userId, '700');
  });

  it('is told that it is too late once the order has ended, whatever the end, and that there is none when there is none', async () => {
    const other = await cappedUser(system, '1000.00', 'invalid');
    const orders = [await system.order(userId, '700.00'), await system.order(other, '700.00'), await system.order(userId, '1000.01')];
    const ends = await system.assertWhole(orders);
    assert.deepEqual([...ends.values()], ['APPROVED', 'CANCELED USER_INVALID', 'CANCELED LIMIT_EXCEEDED']);
    for (const id of [...orders, ...orders]) assertTooLate(await system.cancel(id));
    assert.equal((await system.cancel(randomUUID())).status, 404);
    await assertExposure(system, userId, '700');
    await assertExposure(system, other, '0');
    assert.deepEqual(await system.assertWhole(orders), ends);
  });

  it('as it is placed, is told of the one outcome that stands', async () => {
    const racer = await cappedUser(system, '10000.00');
    const race = async () => {
      const idempotencyKey = randomUUID();
      const id = orderIdUnder('anyone', idempotencyKey);
      const placed = system.post({ userId: racer, value: '100.00', idempotencyKey });
      await pause(randomInt(60));
      let answer: Answer | undefined;
      // It may not have been placed yet.
      await until('it is answered', async () => ![404, 503].includes((answer = await system.cancel(id)).status));
      assert.deepEqual([(await placed).status, (await placed).body['id']], [201, id]);
      return { id, answer: answer! };
    };
    const races = await Promise.all(Array.from({ length: 20 }, race));
    const ends = await system.assertWhole(races.map(({ id }) => id));
    for (const { id, answer } of races) {
      if (ends.get(id) === 'APPROVED') assertTooLate(answer);
      else assertTakenBack(answer);
    }
    const approved = [...ends.values()].filter((end) => end === 'APPROVED').length;
    assert.deepEqual(new Set([...ends.values(), 'APPROVED', BY_CLIENT]), new Set(['APPROVED', BY_CLIENT]));
    await assertExposure(system, racer, String(100 * approved));
    console.log(`      ${approved} of them approved`);
  });

  it('after an operator has canceled its workflow is told that it is too late, and the workflow completes', async () => {
    const id = await heldOrder();
    await withTemporal(system, (client) => client.workflow.getHandle(id).cancel());
    assert.equal(await untilFinal(system, id, WITHIN_MS), 'CANCELED');
    await assertCanceled(id, 'CANCELED CANCELED_BY_OPERATOR');
    assertTooLate(await system.cancel(id));
  });
});
