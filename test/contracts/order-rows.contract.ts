import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { HoldBoard } from '../../ports/holds';
import type { Orders, Settlements } from '../../ports/orders';
import type { OrderRows } from '../../ports/maintenance';
import { OVERDUE, writeOverdueCases } from './overdue-orders';
import { CANCELED, newOrder, settlementOf } from './sample-orders';

export interface RowsUnderTest {
  readonly rows: OrderRows;
  readonly store: Pick<Orders, 'accept'> & Settlements & HoldBoard;
}

/** What every store of orders shows of all of them. `create` is called once per test, for an empty store. */
export function orderRowsContract(name: string, create: () => Promise<RowsUnderTest>): void {
  describe(`${name}, as the rows of orders`, () => {
    let rows: OrderRows;
    let store: RowsUnderTest['store'];
    beforeEach(async () => void ({ rows, store } = await create()));

    const at = (time: string) => Date.parse(`2026-03-01T${time}Z`);
    const accepted = async (time: string) => {
      const order = newOrder({ acceptedAt: `2026-03-01T${time}Z` });
      await store.accept(order);
      return order;
    };

    it('are read with the current settlement, to the byte', async () => {
      const [open, settled] = [await accepted('12:00:00.000'), newOrder({ userId: `é\u0301 "\\ ${randomUUID()}`, client: 'shop' })];
      const settlement = settlementOf(settled, CANCELED);
      await store.settle(settled, settlement);
      const found = await rows.read([open.id, settled.id, randomUUID()]);
      assert.deepEqual(found, new Map([[open.id, { order: open }], [settled.id, { order: settled, settlement }]]));
      assert.equal(JSON.stringify(found.get(settled.id)?.settlement?.events), JSON.stringify(settlement.events));
      assert.deepEqual(await rows.read([]), new Map());
    });

    it('are found by a window of acceptance: its first moment, not its last', async () => {
      const times = ['12:00:00.002', '11:59:59.999', '12:00:00.000', '12:00:01.000', '12:00:00.999'];
      const [second, , first, , third] = await Promise.all(times.map(accepted));
      const window = { fromMs: at('12:00:00.000'), toMs: at('12:00:01.000') };
      assert.deepEqual(await rows.acceptedOrSettledIn(window, 10), [first, second, third].map((order) => order?.id));
      assert.deepEqual(await rows.acceptedOrSettledIn(window, 2), [first, second].map((order) => order?.id));
      assert.deepEqual(await rows.acceptedOrSettledIn({ fromMs: window.toMs, toMs: window.toMs }, 10), []);
    });

    it('name those that are overdue, and no others', async () => {
      const cutOffMs = at('12:00:00.000');
      const names = await writeOverdueCases(store, cutOffMs);
      const found = await rows.openBefore(cutOffMs, 100);
      assert.deepEqual(found.map((id) => names.get(id)).sort(), [...OVERDUE].sort());
    });

    it('name those that are open and not held, the oldest first', async () => {
      const [late, held, settled, early, young] = await Promise.all(['12:00:03', '12:00:00', '12:00:01', '12:00:02', '12:00:09'].map((time) => accepted(`${time}.000`)));
      assert.ok(late && held && settled && early && young);
      await store.hold(held, { cause: 'USER_CHECK_UNAVAILABLE', since: held.acceptedAt, until: '2026-03-01T12:15:00.000Z' });
      await store.settle(settled, settlementOf(settled, CANCELED));
      assert.deepEqual(await rows.openBefore(at('12:00:09.000'), 10), [early.id, late.id]);
      assert.deepEqual(await rows.openBefore(at('12:00:09.000'), 1), [early.id]);
    });
  });
}
