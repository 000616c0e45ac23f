import assert from 'node:assert/strict';
import supertest from 'supertest';
import { Unavailable } from '../../../ports/unavailable';
import type { Order } from '../../../domain/order';
import { until } from '../../../test/until';
import { breaker } from '../../runtime/breaker';
import { assertProblem, bodyAs, createTestApi, ORDER } from '../api.fixture';
import { createApp } from '../app';
import { holdsBehind, limitsBehind, ordersBehind, stuckOrdersBehind, workflowsBehind } from '../breakers';
import { failOnUndocumented } from '../http/fail-on-undocumented.fixture';
import { acceptedOrder, order } from './order-schema';
import { orderEvents } from './order-events';
import { orderPage } from './read-orders';

const RETRY_AFTER_MS = 50;

/** An API whose Temporal is down. */
function createApiWithoutTemporal() {
  const api = createTestApi();
  api.workflows.faults.down = true;
  const post = () => api.client.post('/api/orders').field(ORDER);
  const spooled = async () => (await api.spool.names(100)).map((name) => name.replace('.json', ''));
  return { ...api, post, spooled };
}

type Api = ReturnType<typeof createApiWithoutTemporal>;

describe('POST /api/orders while Temporal is down', () => {
  it('accepts the order into the spool, with its row, and answers 202 and where to find it', async () => {
    const { post, spool, orders } = createApiWithoutTemporal();
    const answer = await post();
    assert.equal(answer.status, 202);
    const { id, ...told } = bodyAs(acceptedOrder, answer);
    assert.deepEqual(told, { value: '1000', user_id: 'user-1', installment: 1, status: 'PROCESSING', method: 'credit_card' });
    assert.equal(answer.headers['location'], `/api/order/${id}`);
    assert.deepEqual(await orders.find(id), { ...(await spool.find(id)), status: 'PROCESSING' });
  });

  it('accepts it when the reply to a start is lost, though its workflow runs', async () => {
    const { post, workflows, spool } = createApiWithoutTemporal();
    workflows.faults.down = false;
    workflows.faults.loseNext = 1;
    const answer = await post();
    assert.equal(answer.status, 202);
    const { id } = bodyAs(acceptedOrder, answer);
    assert.deepEqual(await workflows.find(id), { ...(await spool.find(id)), status: 'PROCESSING' });
  });

  it('accepts it with Postgres down as well, and it can be found', async () => {
    const { post, orders, client } = createApiWithoutTemporal();
    orders.faults.down = true;
    const answer = await post();
    assert.equal(answer.status, 202);
    assert.equal(bodyAs(order, await client.get(String(answer.headers['location']))).status, 'PROCESSING');
  });

  it('accepts nothing when the spool is down, too: no trace of it is left', async () => {
    const { post, workflows, spool, spooled, client } = createApiWithoutTemporal();
    spool.faults.down = true;
    assertProblem(await post(), 'UNAVAILABLE');
    for (const { faults } of [spool, workflows]) faults.down = false;
    assert.deepEqual(await spooled(), []);
    assert.equal(bodyAs(orderPage, await client.get('/api/orders/user-1')).total, 0);
  });

  it('does not take an error of ours for an outage', async () => {
    const { post, workflows, spooled } = createApiWithoutTemporal();
    workflows.start = () => Promise.reject(new Error('INVALID_ARGUMENT'));
    assertProblem(await post(), 'INTERNAL');
    assert.deepEqual(await spooled(), []);
  });

  it('counts spooled orders apart from those whose workflow was started', async () => {
    const { post, client } = createApiWithoutTemporal();
    const count = async (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec((await client.get('/metrics')).text)?.[1]);
    const before = [await count('orders_spooled_total'), await count('orders_accepted_total')];
    await post();
    const after = [await count('orders_spooled_total'), await count('orders_accepted_total')];
    assert.deepEqual(after, [before[0]! + 1, before[1]]);
  });
});

describe('An order in the spool', () => {
  async function createApiWithSpooled(): Promise<Api & { placed: Order }> {
    const api = createApiWithoutTemporal();
    api.orders.faults.failNext = 1;
    const { id } = bodyAs(acceptedOrder, await api.post());
    const placed = await api.spool.find(id);
    assert.ok(placed);
    return { ...api, placed };
  }

  it('is found, while Temporal is down and when it is back, without a row', async () => {
    const { client, workflows, placed } = await createApiWithSpooled();
    for (workflows.faults.down of [true, false]) {
      const found = bodyAs(order, await client.get(`/api/order/${placed.id}`));
      assert.equal(found.status, 'PROCESSING');
      assert.equal(found.user_id, placed.userId);
    }
  });

  it('is found when it leaves the spool for its workflow between two looks', async () => {
    const { client, workflows, spool, placed } = await createApiWithSpooled();
    workflows.faults.down = false;
    const find = workflows.find.bind(workflows);
    let looks = 0;
    workflows.find = async (id) => {
      looks += 1;
      const found = await find(id);
      if (looks === 1) {
        await workflows.start(placed);
        await spool.remove(`${placed.id}.json`);
      }
      return found;
    };
    assert.equal((await client.get(`/api/order/${placed.id}`)).status, 200);
  });

  it('has an empty timeline, not recorded', async () => {
    const { client, workflows, placed } = await createApiWithSpooled();
    for (workflows.faults.down of [true, false]) {
      const told = bodyAs(orderEvents, await client.get(`/api/order/${placed.id}/events`));
      assert.deepEqual(told, { order_id: placed.id, recorded: false, events: [] });
    }
  });

  it('cannot be decided about yet', async () => {
    const { client, workflows, placed } = await createApiWithSpooled();
    for (workflows.faults.down of [true, false]) {
      const answer = await client.post(`/api/order/${placed.id}/decision`).send({ decision: 'approve', by: 'ada' });
      assertProblem(answer, 'UNAVAILABLE');
    }
  });
});

describe('An order in the spool, taken back', () => {
  it('is not answered until its workflow runs', async () => {
    const { client, workflows, post, spool } = createApiWithoutTemporal();
    const { id } = bodyAs(acceptedOrder, await post());
    for (workflows.faults.down of [true, false]) assertProblem(await client.post(`/api/order/${id}/cancel`), 'UNAVAILABLE');
    await workflows.start((await spool.find(id))!);
    assert.equal((await client.post(`/api/order/${id}/cancel`)).status, 200);
  });
});

describe('An order that nobody knows', () => {
  for (const path of ['', '/events']) {
    it(`is said not to be there only when row, workflow and spool have answered: GET /api/order/:id${path}`, async () => {
      const { client, workflows, orders, spool } = createTestApi();
      const url = `/api/order/00000000-0000-4000-8000-000000000000${path}`;
      for (const { faults } of [workflows, orders, spool]) {
        faults.down = true;
        assertProblem(await client.get(url), 'UNAVAILABLE');
        faults.down = false;
      }
      assertProblem(await client.get(url), 'ORDER_NOT_FOUND');
    });
  }
});

describe('Behind breakers, the API', () => {
  /** An API whose ports count who asks them, and answer slowly that they cannot. */
  function createGuardedApi() {
    const api = createTestApi();
    const recovered: number[] = [];
    const options = { retryAfterMs: RETRY_AFTER_MS, logger: api.logger };
    const starts = breaker({ ...options, name: 'temporal', probe: () => api.workflows.ping(), onClose: () => recovered.push(Date.now()) });
    const lookUps = breaker({ ...options, name: 'temporal' });
    const rows = breaker({ ...options, name: 'postgres', probe: () => api.orders.ping() });
    const workflows = workflowsBehind(starts, lookUps, api.workflows);
    const lists = { holds: holdsBehind(rows, api.deps.holds), stuckOrders: stuckOrdersBehind(rows, api.deps.stuckOrders) };
    const limits = limitsBehind(rows, api.deps.limits);
    const client = supertest(failOnUndocumented(createApp({ ...api.deps, ...lists, limits, workflows, orders: ordersBehind(rows, api.orders) })));
    return { ...api, client, starts, rows, recovered };
  }

  /** Counts the calls of a port's method from now on. */
  function counted<Name extends string>(port: Record<Name, (...args: never[]) => Promise<unknown>>, name: Name): () => number {
    const original = port[name].bind(port);
    let calls = 0;
    port[name] = (...args) => {
      calls += 1;
      return original(...args);
    };
    return () => calls;
  }

  it('asks Temporal no more once three starts failed, and has recovery run as soon as it is back', async () => {
    const { client, workflows, starts, recovered } = createGuardedApi();
    const started = counted(workflows, 'start');
    workflows.faults.down = true;
    for (let time = 0; time < 6; time += 1) assert.equal((await client.post('/api/orders').field(ORDER)).status, 202);
    assert.equal(started(), 3);
    assert.equal(recovered.length, 0);
    workflows.faults.down = false;
    await until('Temporal is asked again', () => !starts.isOpen());
    assert.equal(recovered.length, 1);
    assert.equal((await client.post('/api/orders').field(ORDER)).status, 201);
  });

  it('looks up no workflow while starts are turned away, nor when look-ups alone have failed', async () => {
    for (const starting of [true, false]) {
      const { client, workflows } = createGuardedApi();
      workflows.faults.down = true;
      if (starting) for (let time = 0; time < 3; time += 1) await client.post('/api/orders').field(ORDER);
      const found = counted(workflows, 'find');
      const began = Date.now();
      for (let time = 0; time < 10; time += 1) assertProblem(await client.get('/api/order/00000000-0000-4000-8000-000000000000'), 'UNAVAILABLE');
      const triesByTime = Math.ceil((Date.now() - began) / RETRY_AFTER_MS);
      assert.ok(found() <= (starting ? 0 : 3) + triesByTime, `${found()} look-ups`);
    }
  });

  it('waits for no row once three could not be written, and writes them again afterwards', async () => {
    const { client, orders, rows, deps } = createGuardedApi();
    const written = counted(orders, 'accept');
    orders.faults.down = true;
    for (let time = 0; time < 6; time += 1) assert.equal((await client.post('/api/orders').field(ORDER)).status, 201);
    assert.equal(written(), 3);
    const listed = [counted(orders, 'listByUser'), counted(deps.holds, 'list'), counted(deps.stuckOrders, 'list')];
    const asked = [...listed, counted(deps.limits, 'limitOf'), counted(deps.limits, 'exposureOf')];
    const paths = ['/api/orders/user-1', '/api/holds', '/api/holds?stage=stuck', '/api/users/user-1/limit', '/api/users/user-1/exposure'];
    for (const path of paths) assertProblem(await client.get(path), 'UNAVAILABLE');
    assert.deepEqual(asked.map((calls) => calls()), paths.map(() => 0));
    orders.faults.down = false;
    await until('Postgres is asked again', () => !rows.isOpen());
    await client.post('/api/orders').field(ORDER);
    assert.equal(bodyAs(orderPage, await client.get('/api/orders/user-1')).total, 1);
  });

  it('does not take a missing worker for a missing server', async () => {
    const { client, workflows, starts } = createGuardedApi();
    const { id } = bodyAs(acceptedOrder, await client.post('/api/orders').field(ORDER));
    workflows.timeline = () => Promise.reject(new Unavailable('temporal'));
    workflows.cancelOrder = () => Promise.reject(new Unavailable('temporal'));
    for (let time = 0; time < 5; time += 1) {
      assertProblem(await client.get(`/api/order/${id}/events`), 'UNAVAILABLE');
      assertProblem(await client.post(`/api/order/${id}/cancel`), 'UNAVAILABLE');
    }
    assert.equal(starts.isOpen(), false);
  });
});
