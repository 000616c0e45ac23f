import assert from 'node:assert/strict';
import type { Pool } from 'pg';
import { SettlementConflict } from '../../ports/orders';
import { APPROVED, newOrder, settlementOf } from '../../test/contracts/sample-orders';
import { PostgresOrders } from './orders';

/** A database that answers each statement with the next of these rows. */
function databaseOf(...answers: readonly (readonly object[])[]) {
  const left = [...answers];
  return new PostgresOrders({ query: async () => ({ rows: left.shift() ?? [] }) } as unknown as Pool);
}

describe('a settlement that Postgres has neither written nor kept', () => {
  it('is a conflict, and not that Postgres cannot answer; the next try can succeed', async () => {
    const order = newOrder();
    const settlement = settlementOf(order, APPROVED);
    const orders = databaseOf([], [], [{ status: 'APPROVED', reason: null, events: settlement.events }]);
    await assert.rejects(orders.settle(order, settlement), (error) => error instanceof SettlementConflict && error.message.includes(order.id));
    assert.deepEqual(await orders.settle(order, settlement), settlement);
  });
});
