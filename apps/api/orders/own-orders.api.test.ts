import assert from 'node:assert/strict';
import type { OrderState } from '../../../domain/order';
import { createApiWithKeys } from '../auth/with-keys.fixture';
import { assertProblem, bodyAs, createTestApi, ORDER } from '../api.fixture';
import { limit } from '../limits/limit-of-user';
import { acceptedOrder, order } from './order-schema';
import { orderEvents } from './order-events';
import { orderPage } from './read-orders';

const WAYS = [
  ['get', ''],
  ['get', '/events'],
  ['post', '/cancel'],
] as const;

describe('A client with an API key', () => {
  it('sees its own order, wherever that is to be found', async () => {
    const { as, place, orders, workflows } = createApiWithKeys();
    const id = await place('shop');
    const seen = async () => {
      assert.equal(bodyAs(order, await as('shop', 'get', `/api/order/${id}`)).id, id);
      assert.equal(bodyAs(orderEvents, await as('shop', 'get', `/api/order/${id}/events`)).order_id, id);
    };
    await seen();
    orders.faults.down = true;
    await seen();
    orders.faults.down = false;
    workflows.end(id, { status: 'APPROVED' });
    await seen();
    workflows.faults.down = true;
    assert.equal((await as('shop', 'get', `/api/order/${id}`)).status, 200);
  });

  it('sees its own order in the spool', async () => {
    const { as, workflows, orders } = createApiWithKeys();
    workflows.faults.down = orders.faults.down = true;
    const placed = await as('shop', 'post', '/api/orders').send(ORDER);
    assert.equal(placed.status, 202);
    const { id } = bodyAs(acceptedOrder, placed);
    workflows.faults.down = orders.faults.down = false;
    assert.equal((await as('shop', 'get', `/api/order/${id}`)).status, 200);
    assertProblem(await as('kiosk', 'get', `/api/order/${id}`), 'ORDER_NOT_FOUND');
  });

  it('gets the same answer for the order of another client as for one that does not exist, and changes nothing', async () => {
    for (const down of ['nothing', 'rows'] as const) {
      const { as, place, workflows, orders } = createApiWithKeys();
      const id = await place('shop');
      orders.faults.down = down === 'rows';
      for (const [method, path] of WAYS) {
        const [others, nobodys] = [await as('kiosk', method, `/api/order/${id}${path}`), await as('kiosk', method, `/api/order/00000000-0000-4000-8000-000000000000${path}`)];
        assertProblem(others, 'ORDER_NOT_FOUND');
        if (down === 'nothing') assert.deepEqual({ ...others.body, instance: '' }, { ...nobodys.body, instance: '' });
      }
      assert.equal((await workflows.find(id))?.status, 'PROCESSING');
    }
  });

  it('learns nothing of the order of another client that only the log knows, either', async () => {
    const { as, place, events, orders, workflows } = createApiWithKeys();
    const id = await place('shop');
    const placed = (await orders.find(id)) as OrderState;
    await events.append(id, [{ sequence: 1, type: 'order.approved', at: placed.acceptedAt, data: {} }]);
    await orders.settle(placed, { status: 'APPROVED', events: [] });
    workflows.end(id, { status: 'APPROVED' });
    assert.equal((await as('shop', 'get', `/api/order/${id}/events`)).status, 200);
    assertProblem(await as('kiosk', 'get', `/api/order/${id}/events`), 'ORDER_NOT_FOUND');
  });

  it('lists its own orders of a user, and counts no others', async () => {
    const { as, place } = createApiWithKeys();
    const [first, , second] = [await place('shop'), await place('kiosk'), await place('shop')];
    const page = async (name: 'shop' | 'kiosk' | 'ada' | 'ron', query = '') => bodyAs(orderPage, await as(name, 'get', `/api/orders/user-1${query}`));
    const own = await page('shop');
    assert.deepEqual([own.total, own.orders.map(({ id }) => id)], [2, [second, first]]);
    assert.deepEqual((await page('shop', '?offset=1&limit=1')).orders.map(({ id }) => id), [first]);
    assert.equal((await page('kiosk')).total, 1);
    for (const name of ['ada', 'ron'] as const) assert.equal((await page(name)).total, 3);
  });

  it('does not see an order that was placed without a key; operators and readers do', async () => {
    const { as, orders } = createApiWithKeys();
    const open = createTestApi();
    const { id } = bodyAs(acceptedOrder, await open.client.post('/api/orders').send(ORDER));
    const placed = (await open.orders.find(id)) as OrderState;
    assert.equal('client' in placed, false);
    await orders.accept(placed);
    assertProblem(await as('shop', 'get', `/api/order/${id}`), 'ORDER_NOT_FOUND');
    for (const name of ['ada', 'ron'] as const) assert.equal((await as(name, 'get', `/api/order/${id}`)).status, 200);
  });

  it('has its Idempotency-Keys for itself', async () => {
    const { place } = createApiWithKeys();
    const [own, others] = [await place('shop', 'k'), await place('kiosk', 'k')];
    assert.notEqual(own, others);
    assert.equal(await place('shop', 'k'), own);
    const anyones = await createTestApi().client.post('/api/orders').set('Idempotency-Key', 'k').send(ORDER);
    // What it has always been: a repeat must find the order that was placed before there were keys.
    assert.equal(bodyAs(acceptedOrder, anyones).id, '63ae369f-8ae4-50d2-966c-ed53ad2af3fe');
  });

  it('takes its own order back, as its client', async () => {
    const { as, place } = createApiWithKeys();
    const id = await place('shop');
    assert.equal(bodyAs(order, await as('shop', 'post', `/api/order/${id}/cancel`)).reason, 'CANCELED_BY_CLIENT');
  });
});

describe('An operator with an API key', () => {
  it('cancels any order, as an operator, whose name the last event has, and is answered the same when that is repeated', async () => {
    const { as, place, workflows } = createApiWithKeys();
    const id = await place('shop');
    for (let time = 0; time < 2; time += 1) {
      assert.equal(bodyAs(order, await as('ada', 'post', `/api/order/${id}/cancel`)).reason, 'CANCELED_BY_OPERATOR');
    }
    assert.deepEqual((await workflows.timeline(id))?.at(-1)?.data, { reason: 'CANCELED_BY_OPERATOR', by: 'ada' });
    assertProblem(await as('shop', 'post', `/api/order/${id}/cancel`), 'ORDER_ALREADY_FINAL');
  });

  it('decides in the name of the key, whatever name the body has', async () => {
    for (const body of [{ decision: 'approve' }, { decision: 'approve', by: 'somebody else', note: 'known' }]) {
      const { as, place, workflows } = createApiWithKeys();
      const id = await place('shop');
      workflows.hold(id);
      const told: object[] = [];
      const decide = workflows.decide.bind(workflows);
      workflows.decide = (orderId, decision) => decide(orderId, (told.push(decision), decision));
      assert.equal(bodyAs(order, await as('ada', 'post', `/api/order/${id}/decision`).send(body)).status, 'APPROVED');
      assert.deepEqual(told, [{ decision: 'approve', by: 'ada', note: body.note ?? '' }]);
    }
  });

  it('is named in the log when they set the limits of a user', async () => {
    const { as, logger } = createApiWithKeys();
    const lines: unknown[][] = [];
    logger.info = ((...line: unknown[]) => lines.push(line)) as never;
    const answer = await as('ada', 'put', '/api/users/user-1/limit').send({ per_order_limit: '5', exposure_cap: null });
    assert.equal(bodyAs(limit, answer).per_order_limit, '5');
    const facts = { requestId: answer.headers['x-request-id'], by: 'ada', userId: 'user-1', perOrderLimit: '5', exposureCap: null };
    assert.deepEqual(lines, [['the limits of a user were set', facts]]);
  });
});
