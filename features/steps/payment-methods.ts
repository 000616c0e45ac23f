import assert from 'node:assert/strict';
import { type DataTable, Then, When } from '@cucumber/cucumber';
import { decided } from '../support/decided';
import type { OrderWorld } from '../support/world';

interface PaymentMethod {
  readonly id: number;
  readonly method: string;
  readonly installments: number;
}

When('a client asks for the payment methods', async function (this: OrderWorld) {
  await this.ask('/api/methods');
});

Then('{int} ways to pay are offered, numbered from 1:', function (this: OrderWorld, count: number, table: DataTable) {
  const offered = table.hashes().flatMap(({ method, installments = '' }) => range(installments).map((each) => ({ method, installments: each })));
  assert.equal(offered.length, count);
  assert.equal(this.answer.status, 200);
  assert.deepEqual(this.answer.body, offered.map((each, index) => ({ id: index + 1, ...each })));
});

When('the user orders 10.00 in each way that is offered', async function (this: OrderWorld) {
  const { body } = await this.ask('/api/methods');
  for (const { method, installments } of body as PaymentMethod[]) {
    await this.send({ value: '10.00', user_id: this.user, installment: String(installments), method });
  }
});

Then('all {int} orders are APPROVED within {int} seconds', async function (this: OrderWorld, count: number, seconds: number) {
  assert.equal(this.orders.length, count);
  const ends = await Promise.all(this.orders.map((order) => decided(this.parameters, order, seconds * 1000)));
  assert.deepEqual(ends, this.orders.map((order) => ({ ...order, status: 'APPROVED' })));
});

/** `1 to 12`, or one number. */
function range(text: string): number[] {
  const [first = 0, last = first] = text.split(' to ').map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
