import assert from 'node:assert/strict';
import { Then } from '@cucumber/cucumber';
import type { Order } from '../support/order';
import { decided } from '../support/decided';
import type { OrderWorld } from '../support/world';

Then('within {int} second(s) the order is APPROVED', async function (this: OrderWorld, seconds: number) {
  const approved: Order = { ...this.order, status: 'APPROVED' };
  assert.deepEqual(await decided(this.parameters, this.order, seconds * 1000), approved);
});

Then(
  'within {int} second(s) the order is CANCELED because of {word}',
  async function (this: OrderWorld, seconds: number, reason: string) {
    const canceled: Order = { ...this.order, status: 'CANCELED', reason };
    assert.deepEqual(await decided(this.parameters, this.order, seconds * 1000), canceled);
  },
);
