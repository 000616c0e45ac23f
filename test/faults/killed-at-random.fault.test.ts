import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { scaled } from '../machine-speed';
import { steadily } from './load';
import { theSystem } from './system';

const ORDERS = 500;
const KILLS = 30;
const PER_SECOND = 8;
const LONGEST_PAUSE_MS = 1_000;

describe('Worker and API killed again and again', function () {
  this.timeout(300_000);

  const system = theSystem();
  const userId = `survivor-${randomUUID()}`;

  before(() => system.stack.start());
  after(() => system.restore());

  /** As a careful client does it: the same request, with its key, until it is answered. */
  async function postUntilAccepted(idempotencyKey: string): Promise<string> {
    for (const deadline = Date.now() + scaled(60_000); ; await pause(100)) {
      const { status, body } = await system.post({ userId, idempotencyKey }).catch((error: unknown) => ({ status: 0, body: { error } }));
      if (status === 201 || status === 202) return String((body as { id: string }).id);
      assert.ok(status === 0 || status === 503, `${status} ${JSON.stringify(body)}`);
      assert.ok(Date.now() < deadline, 'an order was not accepted in time');
    }
  }

  it(`at ${KILLS} random moments leave ${ORDERS} orders with one end each`, async () => {
    const posting = steadily(ORDERS, PER_SECOND, () => postUntilAccepted(randomUUID()));
    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(randomInt(LONGEST_PAUSE_MS));
      const victim = randomInt(2) === 0 ? 'api' : 'worker';
      await system.stack.kill(victim);
      await system.stack.start(victim);
    }
    const orders = await posting;
    assert.equal(new Set(orders).size, ORDERS);
    const ends = await system.assertWhole(orders);
    assert.deepEqual(new Set(ends.values()), new Set(['APPROVED']));
    const { body } = await system.get(`/api/orders/${userId}`);
    assert.equal(body['total'], ORDERS);
  });
});
