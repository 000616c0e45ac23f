import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../until';
import { steadily, untilFinal } from './load';
import { theSystem } from './system';

const PER_SECOND = 2.5;
const DOWN_MS = 30_000;

describe('Postgres away for half a minute', function () {
  this.timeout(180_000);

  const system = theSystem();
  const userId = `without-postgres-${randomUUID()}`;

  before(() => system.stack.start());
  after(() => system.restore());

  it('costs no order, though the API is started anew meanwhile', async () => {
    await system.stack.stop('postgres');
    const down = pause(DOWN_MS);
    const orders: string[] = [];
    const post = async () => {
      const { status, body } = await system.post({ userId });
      assert.equal(status, 201, JSON.stringify(body));
      orders.push(String(body['id']));
    };

    await steadily(25, PER_SECOND, post);
    await system.stack.stop('api');
    await system.stack.launch('api');
    await until('the API is there again', () => system.get('/health').then(() => true, () => false), 20_000);
    await steadily(25, PER_SECOND, post);
    for (const id of orders) {
      const { status, body } = await system.get(`/api/order/${id}`);
      assert.deepEqual([status, body['id'], body['status']], [200, id, 'PROCESSING']);
    }
    for (const path of [`/api/orders/${userId}`, '/api/holds']) {
      const { status, headers } = await system.get(path);
      assert.equal(status, 503, path);
      assert.match(String(headers.get('retry-after')), /^\d+$/);
    }

    await down;
    await system.stack.start('postgres');
    await Promise.all(orders.map((id) => untilFinal(system, id, 60_000)));
    const ends = await system.assertWhole(orders);
    assert.deepEqual([...ends.values()], Array(50).fill('APPROVED'));
    const { body } = await system.get(`/api/orders/${userId}`);
    assert.equal(body['total'], orders.length);
  });
});
