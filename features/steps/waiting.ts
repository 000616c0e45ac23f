import assert from 'node:assert/strict';
import { Then, When } from '@cucumber/cucumber';
import { eventually } from '../support/eventually';
import { ask } from '../support/http';
import type { Order, OrderPage } from '../support/order';
import type { OrderWorld } from '../support/world';

const ACCEPTED_WITHIN_MS = 5_000;

When('the user orders {word} by {word}, and waits up to {int} second(s)', async function (this: OrderWorld, value: string, method: string, seconds: number) {
  await orderAndWait(this, { value, method }, { Prefer: `wait=${seconds}` });
});

When(
  'the user orders {word} by {word}, under the key {string}, and waits up to {int} second(s)',
  async function (this: OrderWorld, value: string, method: string, key: string, seconds: number) {
    await orderAndWait(this, { value, method }, { Prefer: `wait=${seconds}`, 'Idempotency-Key': `${key} of ${this.user}` });
  },
);

When(
  'the user orders {word} by {word}, waits up to {int} seconds, and takes it back from elsewhere',
  async function (this: OrderWorld, value: string, method: string, seconds: number) {
    const answered = orderAndWait(this, { value, method }, { Prefer: `wait=${seconds}` });
    const { apiUrl } = this.parameters;
    const [order] = await eventually(ACCEPTED_WITHIN_MS * this.parameters.slowness, async () => {
      const { orders } = (await ask(`${apiUrl}/api/orders/${this.user}`)).body as OrderPage;
      assert.equal(orders.length, 1);
      return orders;
    });
    const { status } = await ask(`${apiUrl}/api/order/${order?.id}/cancel`, { method: 'POST' });
    assert.equal(status, 200);
    await answered;
  },
);

Then('the order is accepted, and the client is told that it is {word} already', function (this: OrderWorld, status: Order['status']) {
  assertTold(this, { status }, 'wait');
});

Then(
  'the order is accepted, and the client is told that it is {word} because of {word} already',
  function (this: OrderWorld, status: Order['status'], reason: string) {
    assertTold(this, { status, reason }, 'wait');
  },
);

Then('the order is accepted, and the client is told that it is still PROCESSING', function (this: OrderWorld) {
  assertTold(this, { status: 'PROCESSING' }, null);
});

function orderAndWait(world: OrderWorld, { value, method }: { value: string; method: string }, headers: object): Promise<void> {
  return world.send({ value, user_id: world.user, installment: '1', method }, 'application/json', headers);
}

function assertTold({ answer }: OrderWorld, told: Pick<Order, 'status' | 'reason'>, applied: string | null): void {
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  const { status, reason } = answer.body as Order;
  assert.deepEqual({ status, ...(reason !== undefined && { reason }) }, told);
  assert.equal(answer.headers.get('preference-applied'), applied);
}
