import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import type { Order } from '../../domain/order';
import type { ListedOrders, Orders, Place } from '../../ports/orders';
import { newOrder, newUserId } from './sample-orders';

const LOWEST_ID = '00000000-0000-0000-0000-000000000000';
const HIGHEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
/** The first and the last moment that a cursor can name. */
const BEGINNING_US = -(2 ** 47) * 1_000;
const END_US = (2 ** 47 - 1) * 1_000 + 65_535;

/** How every store of orders has a long list read page by page. `create` is called once per test. */
export function pagingContract(name: string, create: () => Orders): void {
  describe(`${name}, read page by page`, () => {
    let orders: Orders;
    let userId: string;
    beforeEach(() => {
      orders = create();
      userId = newUserId();
    });

    /** An order of that millisecond; few of them, so that many orders share one. */
    async function accept(millisecond: number): Promise<Order> {
      const order = newOrder({ userId, acceptedAt: new Date(Date.UTC(2026, 2, 1) + millisecond).toISOString() });
      await orders.accept(order);
      return order;
    }

    async function walk(limit: number, between: (pages: number) => Promise<unknown>): Promise<ListedOrders[]> {
      const pages: ListedOrders[] = [];
      for (let after: Place | undefined; after !== undefined || pages.length === 0; ) {
        const page: ListedOrders = await orders.listByUser(userId, { offset: 0, limit, ...(after && { after }) });
        pages.push(page);
        assert.ok(pages.length < 100, 'the list does not end');
        after = page.next;
        await between(pages.length);
      }
      return pages;
    }

    it('goes on where the last page ended, and says where the next one begins unless that was the last', async () => {
      const all = [];
      for (const millisecond of [2, 1, 1, 1, 0]) all.push(await accept(millisecond));
      await orders.accept(newOrder());
      const newestFirst = all.toSorted(byAcceptanceThenId).reverse().map(({ id }) => id);
      for (const limit of [1, 2, 3, 4, 5, 6]) {
        const pages = await walk(limit, async () => undefined);
        assert.equal(pages.length, Math.ceil(5 / limit));
        assert.deepEqual(pages.flatMap((page) => page.orders.map(({ id }) => id)), newestFirst);
        assert.deepEqual(pages.map(({ total }) => total), pages.map(() => 5));
      }
    });

    it('names the next page after one by offset too, and takes an offset from there', async () => {
      const all = [];
      for (const millisecond of [4, 3, 2, 1, 0]) all.push((await accept(millisecond)).id);
      const { next } = await orders.listByUser(userId, { offset: 1, limit: 2 });
      assert.ok(next);
      const ids = async (offset: number) => (await orders.listByUser(userId, { offset, limit: 5, after: next })).orders.map(({ id }) => id);
      assert.deepEqual([await ids(0), await ids(1), await ids(2)], [all.slice(3), all.slice(4), []]);
      assert.equal((await orders.listByUser(userId, { offset: 3, limit: 2 })).next, undefined);
      assert.equal((await orders.listByUser(userId, { offset: 9, limit: 2 })).next, undefined);
    });

    it('meets each order once that was there all the while, whatever is accepted meanwhile', async () => {
      const moments = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 });
      const meanwhile = fc.array(fc.array(fc.integer({ min: -2, max: 5 }), { maxLength: 3 }), { maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(moments, meanwhile, fc.integer({ min: 1, max: 4 }), async (before, later, limit) => {
          userId = newUserId();
          const there: string[] = [];
          for (const moment of before) there.push((await accept(moment)).id);
          const pages = await walk(limit, async (page) => {
            for (const moment of later[page - 1] ?? []) await accept(moment);
          });
          const listed = pages.flatMap((page) => page.orders);
          const ids = listed.map(({ id }) => id);
          assert.equal(new Set(ids).size, ids.length, 'an order is repeated');
          assert.deepEqual(there.filter((id) => !ids.includes(id)), [], 'an order is skipped');
          assert.deepEqual(ids, listed.toSorted(byAcceptanceThenId).reverse().map(({ id }) => id), 'the order is lost');
        }),
        { numRuns: 40 },
      );
    });

    it('goes on from any place there can be, whether an order is there or not', async () => {
      const { id } = await accept(0);
      const idsAfter = async (after: Place) => (await orders.listByUser(userId, { offset: 0, limit: 9, after })).orders.map((order) => order.id);
      const atUs = Date.UTC(2026, 2, 1) * 1_000;
      assert.deepEqual(await idsAfter({ acceptedAtUs: atUs, id: HIGHEST_ID }), [id]);
      assert.deepEqual(await idsAfter({ acceptedAtUs: atUs, id }), []);
      assert.deepEqual(await idsAfter({ acceptedAtUs: atUs + 1, id: LOWEST_ID }), [id]);
      assert.deepEqual(await idsAfter({ acceptedAtUs: atUs - 1, id: HIGHEST_ID }), []);
      assert.deepEqual(await idsAfter({ acceptedAtUs: END_US, id: randomUUID() }), [id]);
      assert.deepEqual(await idsAfter({ acceptedAtUs: BEGINNING_US, id: HIGHEST_ID }), []);
    });

    it('counts all of the user’s orders on every page, and none when the total is not wanted', async () => {
      for (const millisecond of [2, 1, 0]) await accept(millisecond);
      const { next, total } = await orders.listByUser(userId, { offset: 0, limit: 1 });
      assert.ok(next);
      assert.equal(total, 3);
      await accept(9);
      assert.equal((await orders.listByUser(userId, { offset: 0, limit: 1, after: next })).total, 4);
      const uncounted = await orders.listByUser(userId, { offset: 0, limit: 1, after: next, withTotal: false });
      assert.deepEqual(Object.keys(uncounted).sort(), ['next', 'orders']);
      assert.deepEqual(await orders.listByUser(newUserId(), { offset: 0, limit: 1, withTotal: false }), { orders: [] });
    });
  });
}

function byAcceptanceThenId(a: Order, b: Order): number {
  return `${a.acceptedAt} ${a.id}` < `${b.acceptedAt} ${b.id}` ? -1 : 1;
}
