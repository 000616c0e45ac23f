import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Then, When } from '@cucumber/cucumber';
import type { Order } from '../support/order';
import type { OrderWorld } from '../support/world';

When('the client takes the order back', async function (this: OrderWorld) {
  await takeBack(this, this.order.id);
});

When('a client takes back an order that nobody placed', async function (this: OrderWorld) {
  await takeBack(this, randomUUID());
});

Then('the client is told that it is CANCELED because of {word}', function (this: OrderWorld, reason: string) {
  const { status, body } = this.answer;
  const canceled: Order = { ...this.order, status: 'CANCELED', reason };
  assert.deepEqual({ status, body }, { status: 200, body: canceled });
});

async function takeBack(world: OrderWorld, orderId: string): Promise<void> {
  await world.ask(`/api/order/${orderId}/cancel`, { method: 'POST' });
}
