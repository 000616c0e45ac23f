import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { steadily, untilFinal } from './load';
import { behindProxies } from './proxied-system';

const ORDERS = 15;
const PER_SECOND = 3;
const FINAL_WITHIN_MS = 60_000;

describe('While for five seconds', function () {
  this.timeout(120_000);

  const system = behindProxies();

  for (const dependency of ['temporal', 'postgres', 'mongo', 'kafka', 'user-api'] as const) {
    for (const [mode, what] of [['hang', 'takes everything and answers nothing'], ['reset', 'resets every connection']] as const) {
      it(`${dependency} ${what}, orders are taken, and end as they should when it is over`, async () => {
        const userId = `disturbed-${randomUUID()}`;
        await system.proxies[dependency][mode]();
        const orders = await steadily(ORDERS, PER_SECOND, () => system.order(userId));
        await system.proxies[dependency].pass();
        await Promise.all(orders.map((id) => untilFinal(system, id, FINAL_WITHIN_MS)));
        const ends = await system.assertWhole(orders);
        assert.deepEqual([...ends.values()], Array(ORDERS).fill('APPROVED'));
      });
    }
  }
});
