import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Then, When } from '@cucumber/cucumber';
import { eventually } from '../support/eventually';
import { holdOf } from '../support/holds';
import { json } from '../support/http';
import type { Order } from '../support/order';
import type { OrderWorld } from '../support/world';

Then('within {int} second(s) the order is held because of {word}', async function (this: OrderWorld, seconds: number, cause: string) {
  const hold = await eventually(seconds * 1000, async () => {
    const found = await holdOf(this.parameters, this.order);
    assert.ok(found, `order ${this.order.id} is not held`);
    return found;
  });
  assert.deepEqual([hold.order, hold.cause], [this.order, cause]);
  assert.ok(Date.parse(hold.since) < Date.parse(hold.until), `from ${hold.since} to ${hold.until}`);
});

Then('the order is held no longer', async function (this: OrderWorld) {
  assert.equal(await holdOf(this.parameters, this.order), undefined);
});

Then('the order is still PROCESSING', async function (this: OrderWorld) {
  const { body } = await this.ask(`/api/order/${this.order.id}`);
  assert.deepEqual(body, this.order);
});

When('the operator {word} decides to {word} the order: {string}', async function (this: OrderWorld, by: string, decision: string, note: string) {
  await decide(this, this.order.id, { decision, by, note });
});

When('an operator decides about an order that nobody placed', async function (this: OrderWorld) {
  await decide(this, randomUUID(), { decision: 'approve', by: 'ada' });
});

Then('the operator is told that the order is {word}', function (this: OrderWorld, told: string) {
  const { status, body } = this.answer;
  assert.deepEqual([status, (body as Order).id, (body as Order).status], [200, this.order.id, told]);
});

async function decide(world: OrderWorld, orderId: string, decision: object): Promise<void> {
  await world.ask(`/api/order/${orderId}/decision`, { method: 'POST', body: json(decision) });
}
