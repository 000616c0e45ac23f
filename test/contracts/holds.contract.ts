import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Hold } from '../../domain/holds';
import type { HoldBoard, Holds } from '../../ports/holds';
import type { Orders, Settlements } from '../../ports/orders';
import { APPROVED, newOrder, settlementOf } from './sample-orders';

export interface HeldAndOthers {
  readonly orders: Orders & Settlements & HoldBoard;
  readonly holds: Holds;
}

const HOUR_MS = 3_600_000;

/** A hold that began so many hours before the first one of this suite. */
function holdSince(hoursBefore: number): Hold {
  const since = Date.parse('2026-03-01T12:00:00.123Z') - hoursBefore * HOUR_MS;
  const iso = (time: number) => new Date(time).toISOString();
  return { cause: 'USER_CHECK_UNAVAILABLE', since: iso(since), until: iso(since + HOUR_MS) };
}

/** How held orders are listed. `create` is called once per test; the store must hold no other orders. */
export function holdsContract(name: string, create: () => HeldAndOthers | Promise<HeldAndOthers>): void {
  describe(`${name}, as a list of held orders`, () => {
    let orders: HeldAndOthers['orders'];
    let holds: Holds;
    beforeEach(async () => void ({ orders, holds } = await create()));

    const all = () => holds.list({ offset: 0, limit: 100 });

    it('is empty while nothing is held', async () => {
      await orders.accept(newOrder());
      assert.deepEqual(await all(), { total: 0, holds: [] });
    });

    it('has a held order with its hold, with or without a row before, once, however often it is written', async () => {
      const [known, unknown] = [newOrder(), newOrder({ client: 'shop' })];
      await orders.accept(known);
      await orders.hold(known, holdSince(2));
      await orders.hold(unknown, holdSince(1));
      await orders.hold(unknown, holdSince(1));
      const expected = [
        { order: { ...known, status: 'PROCESSING' }, hold: holdSince(2) },
        { order: { ...unknown, status: 'PROCESSING' }, hold: holdSince(1) },
      ];
      assert.deepEqual(await all(), { total: 2, holds: expected });
      assert.deepEqual(await orders.find(unknown.id), { ...unknown, status: 'PROCESSING' });
    });

    it('has the last hold of an order that is held again', async () => {
      const order = newOrder();
      await orders.hold(order, holdSince(5));
      await orders.hold(order, holdSince(1));
      assert.deepEqual((await all()).holds.map(({ hold }) => hold), [holdSince(1)]);
    });

    it('no longer has an order that ended, nor one that is held after its end', async () => {
      const order = newOrder();
      await orders.hold(order, holdSince(1));
      await orders.settle(order, settlementOf(order, APPROVED));
      await orders.hold(order, holdSince(1));
      assert.deepEqual(await all(), { total: 0, holds: [] });
      assert.deepEqual(await orders.find(order.id), { ...order, ...APPROVED });
    });

    it('begins with the order that is held for longest, page by page, and counts them all', async () => {
      const sample = [3, 1, 5, 2, 2].map((hours) => ({ order: newOrder({ id: randomUUID() }), hours }));
      for (const { order, hours } of sample) await orders.hold(order, holdSince(hours));
      const ids = sample.toSorted((a, b) => b.hours - a.hours || (a.order.id < b.order.id ? -1 : 1)).map(({ order }) => order.id);
      for (const [offset, limit] of [[0, 100], [0, 2], [2, 2], [4, 2], [5, 2]] as const) {
        const page = await holds.list({ offset, limit });
        assert.equal(page.total, 5);
        assert.deepEqual(page.holds.map(({ order }) => order.id), ids.slice(offset, offset + limit));
      }
    });
  });
}
