import assert from 'node:assert/strict';
import { scaled } from '../machine-speed';
import { until } from '../until';
import { steadily } from './load';
import { behindProxies } from './proxied-system';

const DELAY_MS = 2_000;
/** What the processes are given; below that after which the stack kills them. */
const GRACE_MS = Math.min(15_000, scaled(5_000));

describe('When they are asked to stop', function () {
  this.timeout(120_000);

  const system = behindProxies({ SHUTDOWN_DELAY_MS: String(DELAY_MS), SHUTDOWN_GRACE_MS: String(GRACE_MS) });

  async function stopped(part: 'api' | 'worker'): Promise<number> {
    const began = performance.now();
    await system.stack.stop(part);
    return performance.now() - began;
  }

  it('the API says first that it is not ready, goes on meanwhile, and then finishes what it has begun', async () => {
    const stopping = stopped('api');
    await until('it is not ready', async () => (await system.get('/readiness')).status === 503);
    const { status, body } = await system.get('/readiness');
    assert.deepEqual([status, body['down']], [503, ['api']]);
    const quick = await steadily(20, 50, () => system.order('in-time'));
    // These take as long as the API waits for Postgres, and so beyond the time at which it takes no more.
    await system.proxies.postgres.hang();
    const slow = await Promise.all([system.post({ userId: 'in-time' }), system.post({ userId: 'in-time' })]);
    assert.deepEqual(slow.map((answer) => answer.status), [201, 201]);
    await assert.rejects(system.get('/health'));
    assert.ok((await stopping) < DELAY_MS + GRACE_MS, `it took ${await stopping} ms`);

    await system.proxies.postgres.pass();
    await system.stack.start('api');
    await system.assertWhole([...quick, ...slow.map((answer) => String(answer.body['id']))]);
  });

  it('the worker hands over what it has begun, and is gone within the grace period', async () => {
    await system.proxies.kafka.hang();
    const orders = await steadily(20, 20, () => system.order('handed-over'));
    const took = await stopped('worker');
    assert.ok(took < GRACE_MS, `it took ${took} ms`);
    await system.proxies.kafka.pass();
    await system.stack.start('worker');
    await system.assertWhole(orders);
  });
});
