import assert from 'node:assert/strict';
import { CANCELED, newOrder, settlementOf } from '../contracts/sample-orders';
import { assertUnavailable } from '../contracts/unavailable';
import { MemoryOrders } from './orders';

describe('a fake that a test makes fail', () => {
  it('cannot answer while it is down', async () => {
    const orders = new MemoryOrders();
    orders.faults.down = true;
    await assertUnavailable('postgres', () => orders.find('x'));
    await assertUnavailable('postgres', () => orders.ping());
    orders.faults.down = false;
    await orders.ping();
  });

  it('cannot answer the next few calls, and does nothing of what they ask for', async () => {
    const orders = new MemoryOrders();
    const order = newOrder();
    orders.faults.failNext = 2;
    await assertUnavailable('postgres', () => orders.accept(order));
    await assertUnavailable('postgres', () => orders.ping());
    assert.equal(await orders.find(order.id), undefined);
  });

  it('does what the next few calls ask for and loses their answers', async () => {
    const orders = new MemoryOrders();
    const order = newOrder();
    orders.faults.loseNext = 1;
    await assertUnavailable('postgres', () => orders.settle(order, settlementOf(order, CANCELED)));
    assert.deepEqual(await orders.find(order.id), { ...order, ...CANCELED });
  });
});
