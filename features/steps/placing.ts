import assert from 'node:assert/strict';
import { type DataTable, Then, When } from '@cucumber/cucumber';
import type { BodyForm, OrderForm } from '../support/order';
import type { OrderWorld } from '../support/world';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

When('the user orders {word} by {word}', async function (this: OrderWorld, value: string, method: string) {
  await this.send(filledIn(this, { value, method }));
});

When(
  'the user orders {word} in {word} installment(s) by {word}',
  async function (this: OrderWorld, value: string, installment: string, method: string) {
    await this.send(filledIn(this, { value, installment, method }));
  },
);

When(
  'the user orders {word} in {word} installments by {word}, sent as {word}',
  async function (this: OrderWorld, value: string, installment: string, method: string, form: BodyForm) {
    await this.send(filledIn(this, { value, installment, method }), form);
  },
);

When('the user orders {word} by {word}, under the key {string}', async function (this: OrderWorld, value: string, method: string, key: string) {
  // Keys are everybody's: this one is the scenario's alone.
  await this.send(filledIn(this, { value, method }), 'application/json', { 'Idempotency-Key': `${key} of ${this.user}` });
});

When('the user places an order without its {word}', async function (this: OrderWorld, field: string) {
  const fields = Object.entries(filledIn(this)).filter(([name]) => name !== field);
  await this.send(Object.fromEntries(fields));
});

When('a client sends an empty order', async function (this: OrderWorld) {
  await this.send({}, 'application/json');
});

When('a client sends an order as {word}', async function (this: OrderWorld, type: string) {
  const body = new Blob([new URLSearchParams(filledIn(this)).toString()], { type });
  await this.ask('/api/orders', { method: 'POST', body });
});

Then('the order is accepted', function (this: OrderWorld) {
  assert.equal(this.answer.status, 201, JSON.stringify(this.answer.body));
});

Then('the order is accepted, and the client is told exactly:', function (this: OrderWorld, table: DataTable) {
  assert.equal(this.answer.status, 201);
  const { id, user_id, ...facts } = table.rowsHash();
  assert.deepEqual([id, user_id], ['a new id', 'the user']);
  assert.match(this.order.id, UUID);
  assert.deepEqual(this.order, { ...facts, installment: Number(facts['installment']), id: this.order.id, user_id: this.user });
});

Then('the client is told the same as the first time', function (this: OrderWorld) {
  assert.deepEqual(this.answer.body, this.orders[0]);
  assert.equal(this.answer.headers.get('idempotent-replayed'), 'true');
});

Then('the client is told where to find the order', async function (this: OrderWorld) {
  const location = this.answer.headers.get('location');
  assert.equal(location, `/api/order/${this.order.id}`);
  const { status, body } = await this.ask(location);
  assert.equal(status, 200);
  assert.equal((body as { id: string }).id, this.order.id);
});

function filledIn({ user }: OrderWorld, rest: Partial<OrderForm> = {}): OrderForm {
  return { value: '1000.00', user_id: user, installment: '1', method: 'cash', ...rest };
}
