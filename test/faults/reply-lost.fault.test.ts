import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { until } from '../until';
import { behindProxies } from './proxied-system';
import type { Dependency } from './proxies';

const ORDERS = 10;
const LOST = 3;

describe('A reply that is lost after the work was done', function () {
  this.timeout(120_000);

  const system = behindProxies();

  /** Which dependency's reply, and what stands in the request; every order here is of that user. */
  const REPLIES: Record<string, [Dependency, requestText: (userId: string) => string]> = {
    'Temporal, to the start of a workflow': ['temporal', (userId) => `"userId":"${userId}"`],
    'Postgres, to the insertion of a row': ['postgres', () => 'orders.accept\0'],
    'Postgres, to the settlement': ['postgres', () => 'orders.settle\0'],
    'MongoDB, to the insertion of events': ['mongo', () => 'insert\0'],
    'Kafka, to the sending of events': ['kafka', () => 'ce_id'],
    'the user service': ['user-api', (userId) => `GET /api/user/${userId}`],
  };
  for (const [whose, [dependency, requestText]] of Object.entries(REPLIES)) {
    it(`of ${whose}, has one effect, and nothing is missing`, async () => {
      const userId = `user-${randomUUID()}`;
      const replies = await system.proxies[dependency].loseReplies(requestText(userId), LOST);
      const orders = await Promise.all(Array.from({ length: ORDERS }, () => system.order(userId)));
      const ends = await system.assertWhole(orders);
      assert.equal(replies.lost, LOST);
      assert.deepEqual([...ends.values()], Array(ORDERS).fill('APPROVED'));
      // After so many failures the API may leave Postgres alone for a moment.
      await until('there are no others', async () => (await system.get(`/api/orders/${userId}`)).body['total'] === ORDERS);
    });
  }
});
