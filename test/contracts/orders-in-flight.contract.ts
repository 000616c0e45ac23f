import assert from 'node:assert/strict';
import type { HoldBoard } from '../../ports/holds';
import type { Orders, OrdersInFlight, Settlements } from '../../ports/orders';
import { APPROVED, CANCELED, newOrder, settlementOf } from './sample-orders';

export interface InFlightAndOthers {
  readonly orders: Orders & Settlements & HoldBoard;
  readonly inFlight: OrdersInFlight;
}

/** How orders on their way are counted. `create` is called once per test; the store must hold no other orders. */
export function ordersInFlightContract(name: string, create: () => InFlightAndOthers | Promise<InFlightAndOthers>): void {
  describe(`${name}, as a count of orders in flight`, () => {
    let orders: InFlightAndOthers['orders'];
    let inFlight: OrdersInFlight;
    beforeEach(async () => void ({ orders, inFlight } = await create()));

    const MANY = 1_000;
    const EVER = new Date(0);

    it('counts those that are accepted, and not those that are held or over', async () => {
      assert.equal(await inFlight.inFlight(MANY, EVER), 0);
      const [, held, approved, canceled] = await Promise.all(
        Array.from({ length: 5 }, async () => {
          const order = newOrder();
          await orders.accept(order);
          return order;
        }),
      );
      assert.ok(held && approved && canceled);
      assert.equal(await inFlight.inFlight(MANY, EVER), 5);
      await orders.hold(held, { cause: 'USER_CHECK_UNAVAILABLE', since: held.acceptedAt, until: '2026-03-01T12:15:00.000Z' });
      await orders.settle(approved, settlementOf(approved, APPROVED));
      await orders.settle(canceled, settlementOf(canceled, CANCELED));
      assert.equal(await inFlight.inFlight(MANY, EVER), 2);
      await orders.settle(held, settlementOf(held, APPROVED));
      assert.equal(await inFlight.inFlight(MANY, EVER), 2);
    });

    it('counts those alone that were accepted since then', async () => {
      const since = new Date('2026-03-01T12:00:00.000Z');
      for (const ms of [-1, 0, 1]) await orders.accept(newOrder({ acceptedAt: new Date(since.getTime() + ms).toISOString() }));
      assert.equal(await inFlight.inFlight(MANY, since), 2);
    });

    it('counts no further than it is asked to', async () => {
      for (let time = 0; time < 4; time += 1) await orders.accept(newOrder());
      for (const atMost of [0, 1, 3, 4, 5]) assert.equal(await inFlight.inFlight(atMost, EVER), Math.min(atMost, 4));
    });
  });
}
