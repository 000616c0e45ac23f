import assert from 'node:assert/strict';
import { v4, v7 } from 'uuid';
import { numbered, orderEnded, orderReceived } from '../../../domain/events';
import type { Money } from '../../../domain/money';
import type { Order, Outcome } from '../../../domain/order';
import { assertProblem, bodyAs, createTestApi, ORDER } from '../api.fixture';
import { cursorOf } from './read-orders';
import { acceptedOrder, order } from './order-schema';
import { orderEvents } from './order-events';
import { orderPage } from './read-orders';

const CANCELED: Outcome = { status: 'CANCELED', reason: 'LIMIT_EXCEEDED' };

function newOrder(userId = 'user-1', at = new Date()): Order {
  const id = v7({ msecs: at.getTime() });
  return { id, value: '10.5' as Money, userId, installment: 1, method: 'cash', acceptedAt: at.toISOString() };
}

function settlementOf(placed: Order, outcome: Outcome) {
  const facts = [orderReceived(placed), orderEnded(outcome)];
  return { ...outcome, events: facts.map((fact, index) => numbered(fact, index + 1, placed.acceptedAt)) };
}

/** An API that knows one order, in its row and its workflow. */
async function createApiWithOrder() {
  const api = createTestApi();
  const placed = newOrder();
  await api.workflows.start(placed);
  await api.orders.accept(placed);
  return { ...api, placed };
}

describe('GET /api/order/:id', () => {
  it('answers the order with its status today, and the reason once it is canceled', async () => {
    const { client, orders, placed } = await createApiWithOrder();
    const open = bodyAs(order, await client.get(`/api/order/${placed.id}`));
    assert.deepEqual(open, { id: placed.id, value: '10.5', user_id: 'user-1', installment: 1, status: 'PROCESSING', method: 'cash' });
    await orders.settle(placed, settlementOf(placed, CANCELED));
    const ended = bodyAs(order, await client.get(`/api/order/${placed.id.toUpperCase()}`));
    assert.deepEqual(ended, { ...open, ...CANCELED });
  });

  it('answers from the workflow when Postgres is down or has no row', async () => {
    const { client, orders, workflows } = createTestApi();
    const placed = newOrder();
    await workflows.start(placed);
    workflows.end(placed.id, { status: 'APPROVED' });
    for (orders.faults.down of [false, true]) {
      assert.equal(bodyAs(order, await client.get(`/api/order/${placed.id}`)).status, 'APPROVED');
    }
  });

  it('answers from Postgres when Temporal is down', async () => {
    const { client, workflows, placed } = await createApiWithOrder();
    workflows.faults.down = true;
    assert.equal((await client.get(`/api/order/${placed.id}`)).status, 200);
  });

  it('says that there is no such order only when both have answered', async () => {
    const { client, orders, workflows } = createTestApi();
    assertProblem(await client.get(`/api/order/${v7()}`), 'ORDER_NOT_FOUND');
    for (const faults of [orders.faults, workflows.faults]) {
      faults.down = true;
      assertProblem(await client.get(`/api/order/${v7()}`), 'UNAVAILABLE');
      faults.down = false;
    }
  });

  it('knows no order by what is not a UUID', async () => {
    const { client } = createTestApi();
    for (const id of ['1', 'x'.repeat(3_000), `${v7()}x`, '%00', '..%2F..', "'--", `{${v4()}}`, v7().replaceAll('-', '')]) {
      assertProblem(await client.get(`/api/order/${id}`), 'ORDER_NOT_FOUND');
      assertProblem(await client.get(`/api/order/${id}/events`), 'ORDER_NOT_FOUND');
    }
  });
});

describe('GET /api/orders/:user_id', () => {
  it('answers pages of a user’s orders, newest first, and how many there are in all', async () => {
    const { client, orders } = createTestApi();
    const placed = [1, 2, 3].map((second) => newOrder('user-1', new Date(second * 1_000)));
    for (const each of [...placed, newOrder('user-2')]) await orders.accept(each);
    const all = bodyAs(orderPage, await client.get('/api/orders/user-1'));
    assert.deepEqual({ ...all, orders: all.orders.map(({ id }) => id) }, { offset: 0, limit: 100, total: 3, orders: placed.map(({ id }) => id).reverse() });
    const { next_cursor, ...page } = bodyAs(orderPage, await client.get('/api/orders/user-1?offset=1&limit=1'));
    assert.notEqual(next_cursor, undefined);
    assert.deepEqual(page, { offset: 1, limit: 1, total: 3, orders: [all.orders[1]] });
    const beyond = bodyAs(orderPage, await client.get('/api/orders/user-1?offset=2147483647'));
    assert.deepEqual(beyond, { offset: 2147483647, limit: 100, total: 3, orders: [] });
  });

  it('answers the pages after a cursor, each with where the next one is, until the last', async () => {
    const { client, orders } = createTestApi();
    const placed = [1, 2, 3, 4, 5].map((second) => newOrder('user/1', new Date(second * 1_000)));
    for (const each of placed) await orders.accept(each);
    const first = new URL('http://api.example/api/orders/user%2F1?limit=2');
    const pages = [];
    for (let url: URL | undefined = first; url !== undefined; ) {
      const answer = await client.get(url.pathname + url.search);
      const { next_cursor, ...page } = bodyAs(orderPage, answer);
      pages.push({ ...page, orders: page.orders.map(({ id }) => id) });
      const next: string | undefined = /^<(.*)>; rel="next"$/.exec(String(answer.headers['link']))?.[1];
      assert.equal(next, next_cursor === undefined ? undefined : `?limit=2&cursor=${next_cursor}`);
      url = next === undefined ? undefined : new URL(next, url);
    }
    const ids = placed.map(({ id }) => id).reverse();
    assert.deepEqual(pages, [0, 2, 4].map((from) => ({ offset: 0, limit: 2, total: 5, orders: ids.slice(from, from + 2) })));
  });

  it('counts nothing when the total is not wanted, on the next pages neither', async () => {
    const { client, orders } = createTestApi();
    for (const each of [newOrder(), newOrder()]) await orders.accept(each);
    const answer = await client.get('/api/orders/user-1?limit=1&total=false');
    const page = bodyAs(orderPage, answer);
    assert.deepEqual(Object.keys(page), ['offset', 'limit', 'orders', 'next_cursor']);
    assert.equal(answer.headers['link'], `<?limit=1&total=false&cursor=${page.next_cursor}>; rel="next"`);
    assert.equal(bodyAs(orderPage, await client.get(`/api/orders/user-1?total=true&cursor=${page.next_cursor}`)).total, 2);
  });

  it('counts an offset from the cursor', async () => {
    const { client, orders } = createTestApi();
    const placed = [1, 2, 3, 4].map((second) => newOrder('user-1', new Date(second * 1_000)));
    for (const each of placed) await orders.accept(each);
    const { next_cursor } = bodyAs(orderPage, await client.get('/api/orders/user-1?limit=1'));
    const page = bodyAs(orderPage, await client.get(`/api/orders/user-1?offset=1&cursor=${next_cursor}`));
    assert.deepEqual([page.offset, page.orders.map(({ id }) => id)], [1, [placed[1]!.id, placed[0]!.id]]);
  });

  it('refuses a cursor that is none, and a total that is neither true nor false', async () => {
    const { client } = createTestApi();
    const cursor = cursorOf({ acceptedAtUs: 0, id: v7() });
    const wrong = ['cursor=', 'cursor=x', 'cursor=0', 'cursor=%00', `cursor=2${cursor.slice(1)}`, `cursor=${cursor}A`, `cursor=${cursor}&cursor=${cursor}`];
    for (const query of [...wrong, 'total=', 'total=1', 'total=TRUE', 'total=true&total=true']) {
      const answer = await client.get(`/api/orders/user-1?${query}`);
      assert.deepEqual(assertProblem(answer, 'FIELDS_INVALID').errors?.map(({ field }) => field), [query.split('=')[0]], query);
    }
    assert.equal((await client.get(`/api/orders/user-1?cursor=${cursor}`)).status, 200);
  });

  it('answers an empty page for a user nobody has heard of', async () => {
    const { client } = createTestApi();
    for (const user of ['nobody', 'user', '%F0%9F%98%80', 'a%2Fb']) {
      assert.deepEqual(bodyAs(orderPage, await client.get(`/api/orders/${user}`)), { offset: 0, limit: 100, total: 0, orders: [] });
    }
  });

  it('cannot be answered while Postgres is down', async () => {
    const { client, orders } = createTestApi();
    orders.faults.down = true;
    assertProblem(await client.get('/api/orders/user-1'), 'UNAVAILABLE');
  });
});

describe('GET /api/order/:id/events', () => {
  it('answers the events of the workflow while the order is open, and what is recorded afterwards', async () => {
    const { client, events, placed } = await createApiWithOrder();
    const open = bodyAs(orderEvents, await client.get(`/api/order/${placed.id}/events`));
    assert.equal(open.order_id, placed.id);
    assert.equal(open.recorded, false);
    assert.deepEqual(open.events.map(({ sequence, type }) => [sequence, type]), [[1, 'order.received']]);

    const settlement = settlementOf(placed, CANCELED);
    await events.append(placed.id, settlement.events);
    const recorded = bodyAs(orderEvents, await client.get(`/api/order/${placed.id}/events`));
    assert.deepEqual(recorded, { order_id: placed.id, recorded: true, events: settlement.events });
  });

  it('does not call recorded what lacks the outcome', async () => {
    const { client, events, placed } = await createApiWithOrder();
    await events.append(placed.id, settlementOf(placed, CANCELED).events.slice(0, 1));
    assert.equal(bodyAs(orderEvents, await client.get(`/api/order/${placed.id}/events`)).recorded, false);
  });

  it('cannot be answered while the log is down, nor by Temporal when that is down and nothing is recorded', async () => {
    const { client, events, workflows, placed } = await createApiWithOrder();
    for (const faults of [events.faults, workflows.faults]) {
      faults.down = true;
      assertProblem(await client.get(`/api/order/${placed.id}/events`), 'UNAVAILABLE');
      faults.down = false;
    }
  });

  it('distinguishes an order that nobody knows from one whose events cannot be read', async () => {
    const { client, orders } = createTestApi();
    const placed = newOrder();
    assertProblem(await client.get(`/api/order/${placed.id}/events`), 'ORDER_NOT_FOUND');
    await orders.settle(placed, { status: 'APPROVED', events: [numbered(orderEnded({ status: 'APPROVED' }), 1, placed.acceptedAt)] });
    assertProblem(await client.get(`/api/order/${placed.id}/events`), 'UNAVAILABLE');
  });

  it('is empty for an open order whose workflow is gone', async () => {
    const { client, orders } = createTestApi();
    const placed = newOrder();
    await orders.accept(placed);
    const { events, recorded } = bodyAs(orderEvents, await client.get(`/api/order/${placed.id}/events`));
    assert.deepEqual({ events, recorded }, { events: [], recorded: false });
  });
});

describe('DELETE /api/orders/user/test', () => {
  it('ends and removes the orders of the test users, and nobody else’s', async () => {
    const { client, workflows } = createTestApi();
    const users = [...Array<string>(30).fill('user_test'), 'user_test_invalid', 'user-1'];
    const ids: string[] = [];
    for (const user_id of users) ids.push(bodyAs(acceptedOrder, await client.post('/api/orders').field({ ...ORDER, user_id })).id);

    const answer = await client.delete('/api/orders/user/test');

    assert.equal(answer.status, 204);
    assert.equal(answer.text, '');
    const left = await Promise.all(['user_test', 'user_test_invalid', 'user-1'].map((user) => client.get(`/api/orders/${user}`)));
    assert.deepEqual(left.map((page) => bodyAs(orderPage, page).total), [0, 0, 1]);
    const states = await Promise.all(ids.map((id) => workflows.find(id)));
    assert.deepEqual(states.map((state) => state?.status), [...Array<undefined>(31).fill(undefined), 'PROCESSING']);
    assert.equal((await client.delete('/api/orders/user/test')).status, 204);
  });

  it('removes what the test users have reserved, and what nobody else has', async () => {
    const { client, limits } = createTestApi();
    const all = ['user_test', 'user_test_invalid', 'user-1'].map((userId) => newOrder(userId));
    for (const reserved of all) await limits.reserve(reserved);
    limits.faults.failNext = 1;
    assertProblem(await client.delete('/api/orders/user/test'), 'UNAVAILABLE');
    assert.equal((await client.delete('/api/orders/user/test')).status, 204);
    const states = await limits.stateOf(all.map(({ id }) => id));
    assert.deepEqual([...states.keys()], [all[2]?.id]);
  });

  it('removes nothing while an open order cannot be ended', async () => {
    const { client, workflows } = createTestApi();
    await client.post('/api/orders').field({ ...ORDER, user_id: 'user_test' });
    workflows.faults.down = true;
    assertProblem(await client.delete('/api/orders/user/test'), 'UNAVAILABLE');
    assert.equal(bodyAs(orderPage, await client.get('/api/orders/user_test')).total, 1);
  });

  it('does not exist unless it is switched on', async () => {
    const { client } = createTestApi({ testRoutes: false });
    assertProblem(await client.delete('/api/orders/user/test'), 'ROUTE_NOT_FOUND');
  });
});
