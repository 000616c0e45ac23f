import assert from 'node:assert/strict';
import type { Outcome } from '../../domain/order';
import type { Orders, Settlements } from '../../ports/orders';
import { APPROVED, CANCELED, money, newOrder, settlementOf } from './sample-orders';

/** How orders end, in every store. `create` is called once per test. */
export function settlementsContract(name: string, create: () => Orders & Settlements): void {
  describe(`${name}, as the arbiter of how orders end`, () => {
    let store: Orders & Settlements;
    beforeEach(() => (store = create()));

    for (const outcome of [APPROVED, CANCELED]) {
      it(`settles an accepted order as ${outcome.status}`, async () => {
        const order = newOrder();
        await store.accept(order);
        const proposed = settlementOf(order, outcome);
        assert.deepEqual(await store.settle(order, proposed), proposed);
        assert.deepEqual(await store.find(order.id), { ...order, ...outcome });
        assert.deepEqual((await store.listByUser(order.userId, { offset: 0, limit: 1 })).orders, [{ ...order, ...outcome }]);
      });
    }

    it('settles an order whose acceptance was never written, and keeps whose it is', async () => {
      for (const order of [newOrder(), newOrder({ client: 'shop' })]) {
        await store.settle(order, settlementOf(order, CANCELED));
        assert.deepEqual(await store.find(order.id), { ...order, ...CANCELED });
      }
    });

    it('settles the order of the workflow, also when a row of another one is there under its id', async () => {
      const order = newOrder({ client: 'shop' });
      await store.accept({ ...order, client: 'kiosk', value: money('9999999'), installment: 1, method: 'cash', acceptedAt: '2026-02-01T00:00:00.000Z' });
      await store.settle(order, settlementOf(order, APPROVED));
      assert.deepEqual(await store.find(order.id), { ...order, ...APPROVED });
    });

    it('does not reopen a settled order that is accepted late', async () => {
      const order = newOrder();
      await store.settle(order, settlementOf(order, APPROVED));
      await store.accept(order);
      assert.deepEqual(await store.find(order.id), { ...order, ...APPROVED });
    });

    it('lets the first settlement stand, to the byte, whatever is proposed later', async () => {
      const order = newOrder({ userId: `user_"\\\u2028 é\u0301 😀_${newOrder().userId}` });
      await store.accept(order);
      const first = JSON.stringify(await store.settle(order, settlementOf(order, CANCELED)));
      assert.equal(first, JSON.stringify(settlementOf(order, CANCELED)));
      const later: Outcome[] = [CANCELED, APPROVED, { status: 'CANCELED', reason: 'LIMIT_EXCEEDED' }];
      for (const outcome of later) {
        const proposed = settlementOf({ ...order, value: money('5') }, outcome, '2026-03-02T00:00:00.000Z');
        assert.equal(JSON.stringify(await store.settle(order, proposed)), first);
      }
      assert.deepEqual(await store.find(order.id), { ...order, ...CANCELED });
    });

    for (const accepted of [true, false]) {
      it(`lets one of twenty settlements at once stand, ${accepted ? 'with' : 'without'} a row to begin with`, async () => {
        const order = newOrder();
        if (accepted) await store.accept(order);
        const proposals = Array.from({ length: 20 }, (_, index) =>
          settlementOf(order, index % 2 === 0 ? APPROVED : CANCELED, `2026-03-01T12:00:${10 + index}.000Z`),
        );
        const answers = await Promise.all(proposals.map((proposed) => store.settle(order, proposed)));
        const current = new Set(answers.map((answer) => JSON.stringify(answer)));
        assert.equal(current.size, 1);
        assert.ok(proposals.some((proposed) => current.has(JSON.stringify(proposed))));
        assert.equal((await store.find(order.id))?.status, answers[0]?.status);
      });
    }

    it('names the orders of the given users only, open or settled', async () => {
      const [open, settled, other] = [newOrder(), newOrder(), newOrder()];
      for (const order of [open, settled, other]) await store.accept(order);
      await store.settle(settled, settlementOf(settled, APPROVED));
      assert.deepEqual((await store.idsOf([open.userId, settled.userId])).sort(), [open.id, settled.id].sort());
      assert.deepEqual(await store.idsOf([]), []);
    });
  });
}
