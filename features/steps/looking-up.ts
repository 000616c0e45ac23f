import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { decided } from '../support/decided';
import type { Order, OrderPage } from '../support/order';
import { aUser, type OrderWorld } from '../support/world';

Given('a user who has ordered, one after the other:', async function (this: OrderWorld, table: DataTable) {
  this.user = aUser();
  for (const value of table.raw()[0] ?? []) {
    await this.send({ value, user_id: this.user, installment: '1', method: 'cash' });
    await decided(this.parameters, this.order);
  }
});

When('a client asks for an order that nobody placed', async function (this: OrderWorld) {
  await this.ask(`/api/order/${randomUUID()}`);
});

When('a client asks for the order {string}', async function (this: OrderWorld, id: string) {
  await this.ask(`/api/order/${id}`);
});

When("the user's orders are listed", async function (this: OrderWorld) {
  await this.ask(`/api/orders/${this.user}`);
  assertPage(this, { offset: 0, limit: 100 });
});

When(
  "the user's orders are listed, {int} at most after the first {int}",
  async function (this: OrderWorld, limit: number, offset: number) {
    const { status } = await this.ask(`/api/orders/${this.user}?offset=${offset}&limit=${limit}`);
    if (status === 200) assertPage(this, { offset, limit });
  },
);

Then('the list holds the orders for {string}, of {int} in all', async function (this: OrderWorld, values: string, all: number) {
  const { orders, total } = this.answer.body as OrderPage;
  assert.deepEqual({ values: orders.map(({ value }) => value).join(', '), total }, { values, total: all });
  assert.deepEqual(orders, await Promise.all(orders.map((order) => decided(this.parameters, order))));
});

Then('the user has no orders', async function (this: OrderWorld) {
  await assertNoOrders(this, this.user);
});

Then('the user {word} has no orders', async function (this: OrderWorld, user: string) {
  await assertNoOrders(this, user);
});

async function assertNoOrders(world: OrderWorld, user: string): Promise<void> {
  const { status, body } = await world.ask(`/api/orders/${user}`);
  assert.deepEqual({ status, body }, { status: 200, body: { offset: 0, limit: 100, total: 0, orders: [] satisfies Order[] } });
}

/** The page says which one it is, and holds orders of this user that the scenario has placed. */
function assertPage({ answer, orders: placed, user }: OrderWorld, asked: { offset: number; limit: number }): void {
  assert.equal(answer.status, 200);
  const { offset, limit, orders } = answer.body as OrderPage;
  assert.deepEqual({ offset, limit }, asked);
  for (const { id, user_id } of orders) {
    assert.equal(user_id, user);
    assert.ok(placed.some((order) => order.id === id), `order ${id} was placed by nobody`);
  }
}
