import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import type { Order } from '../../domain/order';
import type { Orders } from '../../ports/orders';
import { HOSTILE_USER_IDS } from './hostile-user-ids';
import { money, newOrder, newUserId } from './sample-orders';

/** What every store of orders does. `create` is called once per test. */
export function ordersContract(name: string, create: () => Orders): void {
  describe(`${name}, as a store of orders`, () => {
    let orders: Orders;
    beforeEach(() => (orders = create()));

    it('finds an accepted order as it was accepted, and processing', async () => {
      const order = newOrder();
      await orders.accept(order);
      assert.deepEqual(await orders.find(order.id), { ...order, status: 'PROCESSING' });
    });

    it('leaves an order as it is when it is accepted again', async () => {
      const order = newOrder();
      await orders.accept(order);
      await orders.accept(order);
      await orders.accept(newOrder({ id: order.id, value: money('1') }));
      assert.deepEqual(await orders.find(order.id), { ...order, status: 'PROCESSING' });
    });

    it('finds nothing under an id that is not there or is not an id', async () => {
      const order = newOrder({ id: 'abcdef00-0000-4000-8000-000000000001' });
      await orders.accept(order);
      for (const id of [randomUUID(), '', '1', `'`, order.id.toUpperCase(), `{${order.id}}`, `${order.id}\n`]) {
        assert.equal(await orders.find(id), undefined, JSON.stringify(id));
      }
    });

    it('keeps every amount of money exactly', async () => {
      const cents = fc.bigInt({ min: 1n, max: 99_999_999_999_999_999n });
      const written = fc.tuple(cents, fc.boolean()).map(([amount, short]) => {
        const text = `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`;
        return short ? text.replace(/\.?0+$/, (end) => (end.startsWith('.') ? '' : end)) : text;
      });
      await fc.assert(
        fc.asyncProperty(written, async (text) => {
          const order = newOrder({ value: money(text) });
          await orders.accept(order);
          assert.equal((await orders.find(order.id))?.value, order.value);
        }),
        { numRuns: 50 },
      );
    });

    it('keeps the moment of acceptance to the millisecond', async () => {
      for (const acceptedAt of ['2026-01-01T00:00:00.000Z', '2024-02-29T23:59:59.999Z', '1970-01-01T00:00:00.001Z']) {
        const order = newOrder({ acceptedAt });
        await orders.accept(order);
        assert.equal((await orders.find(order.id))?.acceptedAt, acceptedAt);
      }
    });

    it('lists the newest of a user first, by acceptance and then by id, page by page, and counts them all', async () => {
      const userId = newUserId();
      const times = ['12:00:00.001', '12:00:00.000', '12:00:00.002', '12:00:00.001', '12:00:00.001'];
      const all = times.map((time) => newOrder({ userId, acceptedAt: `2026-03-01T${time}Z` }));
      for (const order of [...all, newOrder()]) await orders.accept(order);
      const newestFirst = all.toSorted(byAcceptanceThenId).reverse().map(({ id }) => id);

      assert.deepEqual(await idsOn(orders, userId, 0, 100), { total: 5, ids: newestFirst });
      assert.deepEqual(await idsOn(orders, userId, 0, 2), { total: 5, ids: newestFirst.slice(0, 2) });
      assert.deepEqual(await idsOn(orders, userId, 3, 2), { total: 5, ids: newestFirst.slice(3) });
      assert.deepEqual(await idsOn(orders, userId, 5, 2), { total: 5, ids: [] });
      assert.deepEqual(await idsOn(orders, newUserId(), 0, 2), { total: 0, ids: [] });
    });

    it("keeps which client has placed an order, and lists a client's orders of a user alone", async () => {
      const userId = newUserId();
      const all = ['shop', 'kiosk', undefined, 'shop', 'Shop'].map((client, second) =>
        newOrder({ userId, acceptedAt: `2026-03-01T12:00:0${second}.000Z`, ...(client !== undefined && { client }) }),
      );
      for (const order of [...all, newOrder({ client: 'shop' })]) await orders.accept(order);
      for (const order of all) assert.deepEqual(await orders.find(order.id), { ...order, status: 'PROCESSING' });
      const ofShop = [all[3]?.id, all[0]?.id];
      assert.deepEqual(await idsOn(orders, userId, 0, 10, 'shop'), { total: 2, ids: ofShop });
      assert.deepEqual(await idsOn(orders, userId, 1, 1, 'shop'), { total: 2, ids: ofShop.slice(1) });
      assert.deepEqual(await idsOn(orders, userId, 2, 1, 'shop'), { total: 2, ids: [] });
      assert.deepEqual(await idsOn(orders, userId, 0, 10, 'nobody'), { total: 0, ids: [] });
      assert.equal((await idsOn(orders, userId, 0, 10)).total, 5);
    });

    it('removes every order of the given users, and of nobody else', async () => {
      const [one, two, other] = [newOrder(), newOrder(), newOrder()];
      for (const order of [one, two, other]) await orders.accept(order);
      const removed = await orders.removeOrdersOf([one.userId, two.userId, newUserId()]);
      assert.deepEqual(removed.sort(), [one.id, two.id].sort());
      assert.deepEqual(await orders.removeOrdersOf([]), []);
      assert.equal(await orders.find(one.id), undefined);
      assert.equal(await orders.find(two.id), undefined);
      assert.equal((await orders.find(other.id))?.id, other.id);
    });

    for (const [kind, userId] of Object.entries(HOSTILE_USER_IDS)) {
      it(`takes ${kind} for a user like any other`, async () => {
        const order = newOrder({ userId });
        await orders.accept(order);
        assert.deepEqual(await orders.find(order.id), { ...order, status: 'PROCESSING' });
        assert.deepEqual(await idsOn(orders, userId, 0, 10), { total: 1, ids: [order.id] });
        assert.deepEqual(await orders.idsOf([userId]), [order.id]);
        await orders.removeOrdersOf([userId]);
        assert.equal((await orders.listByUser(userId, { offset: 0, limit: 1 })).total, 0);
      });
    }
  });
}

async function idsOn(orders: Orders, userId: string, offset: number, limit: number, client?: string) {
  const page = await orders.listByUser(userId, { offset, limit, ...(client !== undefined && { client }) });
  return { total: page.total, ids: page.orders.map(({ id }) => id) };
}

function byAcceptanceThenId(a: Order, b: Order): number {
  return `${a.acceptedAt} ${a.id}` < `${b.acceptedAt} ${b.id}` ? -1 : 1;
}
