import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { steadily, untilFinal } from './load';
import { behindProxies } from './proxied-system';
import type { System } from './system';
import { recoverSpool } from './temporal';

const FINAL_WITHIN_MS = 60_000;
const QUICK_MS = 1_000;

interface Posted {
  readonly id: string;
  readonly tookMs: number;
  readonly wasLeftAlone: boolean;
}

/** Posts an order, which must be answered 202, and says whether the API was leaving Temporal alone when it came. */
async function postToSpool(system: System, userId: string): Promise<Posted> {
  const metrics = await (await fetch(`${system.apiUrl}/metrics`)).text();
  const { status, body, tookMs } = await system.post({ userId });
  assert.equal(status, 202, JSON.stringify(body));
  return { id: String(body['id']), tookMs, wasLeftAlone: /^breaker_open\{calls="start"\} 1$/m.test(metrics) };
}

describe('Temporal away for half a minute', function () {
  this.timeout(240_000);

  const system = behindProxies();

  function assertQuick(posted: readonly Posted[], atLeast: number): void {
    const quick = posted.filter(({ wasLeftAlone }) => wasLeftAlone);
    assert.ok(quick.length >= atLeast, `only ${quick.length} came while Temporal was left alone`);
    assert.deepEqual(quick.filter(({ tookMs }) => tookMs > QUICK_MS), []);
  }

  async function assertAllApproved(orders: readonly string[], backAt: number): Promise<void> {
    await Promise.all(orders.map((id) => untilFinal(system, id, backAt + FINAL_WITHIN_MS - performance.now())));
    const ends = await system.assertWhole(orders);
    assert.deepEqual([...ends.values()], orders.map(() => 'APPROVED'));
  }

  it('costs no order: 100 are spooled, and started once each when it is back', async () => {
    const userId = `without-temporal-${randomUUID()}`;
    await system.stack.stop('temporal');
    const down = pause(30_000);
    const posted = await steadily(100, 3.5, () => postToSpool(system, userId));
    assertQuick(posted, 90);
    const orders = posted.map(({ id }) => id);
    for (const id of orders) assert.equal((await system.get(`/api/order/${id}`)).body['status'], 'PROCESSING');
    const timeline = await system.get(`/api/order/${orders[0]}/events`);
    assert.deepEqual([timeline.status, timeline.body['events']], [200, []]);
    for (const answer of [await system.decide(orders[0] ?? '', 'approve'), await system.cancel(orders[0] ?? '')]) {
      assert.equal(answer.status, 503);
      assert.match(String(answer.headers.get('retry-after')), /^\d+$/);
    }

    await down;
    await system.stack.start('temporal');
    const backAt = performance.now();
    await Promise.all([recoverSpool(system), recoverSpool(system)]);
    await assertAllApproved(orders, backAt);
    assert.equal((await system.get(`/api/orders/${userId}`)).body['total'], orders.length);

    const again = await Promise.all([recoverSpool(system), recoverSpool(system)]);
    for (const { recovered, setAside, left } of again) assert.deepEqual([recovered, setAside, left], [0, [], []]);
    await assertAllApproved(orders, backAt);
  });

  it('costs no order either when it takes requests and answers none, and carries them out late', async () => {
    const userId = `silent-temporal-${randomUUID()}`;
    await system.proxies.temporal.hang();
    const posted = await steadily(30, 3, () => postToSpool(system, userId));
    assertQuick(posted, 15);
    await system.proxies.temporal.pass();
    const orders = posted.map(({ id }) => id);
    await assertAllApproved(orders, performance.now());
    assert.equal((await system.get(`/api/orders/${userId}`)).body['total'], orders.length);
  });
});
