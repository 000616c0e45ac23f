import assert from 'node:assert/strict';
import { type DataTable, Then, When } from '@cucumber/cucumber';
import type { OrderPage } from '../support/order';
import type { OrderWorld } from '../support/world';

const MOST_PAGES = 10;

When(
  "the user's orders are read to the end, {int} at a time, and the user orders {word} by {word} after each page",
  async function (this: OrderWorld, limit: number, value: string, method: string) {
    for (let query: string | undefined = `limit=${limit}`; query !== undefined; ) {
      const { status, body } = await this.ask(`/api/orders/${this.user}?${query}`);
      assert.equal(status, 200);
      const page = body as OrderPage;
      this.pages.push(page);
      assert.ok(this.pages.length < MOST_PAGES, 'the list does not end');
      query = page.next_cursor && `limit=${limit}&cursor=${page.next_cursor}`;
      await this.send({ value, user_id: this.user, installment: '1', method });
    }
  },
);

When("the user's orders are read on from {string}", async function (this: OrderWorld, cursor: string) {
  await this.ask(`/api/orders/${this.user}?cursor=${encodeURIComponent(cursor)}`);
});

Then('the pages are:', function (this: OrderWorld, table: DataTable) {
  const pages = this.pages.map(({ orders, total }) => ({ 'orders for': orders.map(({ value }) => value).join(', '), 'in all': String(total) }));
  assert.deepEqual(pages, table.hashes());
});
