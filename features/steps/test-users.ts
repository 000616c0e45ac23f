import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { decided } from '../support/decided';
import { eventually } from '../support/eventually';
import type { Timeline } from '../support/order';
import type { OrderWorld } from '../support/world';

const IN_TIME_MS = 10_000;

Given('the user {word} has ordered {word}', async function (this: OrderWorld, user: string, value: string) {
  await this.send({ value, user_id: user, installment: '1', method: 'cash' });
  await decided(this.parameters, this.order);
});

Given('the user {word} orders {word}', async function (this: OrderWorld, user: string, value: string) {
  await this.send({ value, user_id: user, installment: '1', method: 'cash' });
});

When('the orders of the test users are removed', async function (this: OrderWorld) {
  const { status, body } = await this.ask('/api/orders/user/test', { method: 'DELETE' });
  assert.deepEqual({ status, body }, { status: 204, body: '' });
});

Then('the timeline of the removed order tells order.canceled because of {word}', async function (this: OrderWorld, reason: string) {
  await eventually(IN_TIME_MS * this.parameters.slowness, async () => {
    const { status, body } = await this.ask(`/api/order/${this.order.id}/events`);
    assert.equal(status, 200);
    const { recorded, events } = body as Timeline;
    const canceled = events.find(({ type }) => type === 'order.canceled');
    assert.deepEqual([recorded, canceled?.data], [true, { reason }]);
  });
});
