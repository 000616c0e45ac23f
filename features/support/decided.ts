import assert from 'node:assert/strict';
import { eventually } from './eventually';
import { ask } from './http';
import type { Order } from './order';
import type { Addresses } from './world';

const IN_TIME_MS = 10_000;

/** The order as the API tells it once it is decided; fails when it is not in time: within what is promised, or what this machine needs. */
export function decided({ apiUrl, slowness }: Addresses, { id }: Order, withinMs = IN_TIME_MS * slowness): Promise<Order> {
  return eventually(withinMs, async () => {
    const { status, body } = await ask(`${apiUrl}/api/order/${id}`);
    assert.equal(status, 200);
    const order = body as Order;
    assert.notEqual(order.status, 'PROCESSING', `order ${id} is not decided within ${withinMs} ms`);
    return order;
  });
}
