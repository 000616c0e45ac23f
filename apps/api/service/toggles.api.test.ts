import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { flagdText } from '../../../test/contracts/flagd-text';
import { FlagdToggles } from '../../../adapters/flagd/toggles';
import type { Toggle } from '../../../ports/toggles';
import { until } from '../../../test/until';
import { assertProblem, bodyAs, createTestApi, ORDER } from '../api.fixture';
import { createApp } from '../app';
import { createMetrics } from '../http/metrics';
import { showToggles } from '../http/metrics';
import { acceptedOrder, order } from '../orders/order-schema';

type Api = ReturnType<typeof createTestApi>;

const post = ({ client }: Api, key: string = randomUUID()) => client.post('/api/orders').set('Idempotency-Key', key).field(ORDER);

/** What can be asked for with an order in the API, and how it is answered while nothing is switched off. */
const OPERATIONS: Record<'postOrder' | 'getOrderById' | 'getOrdersFromUser', { ask: (api: Api, id: string) => supertest.Test; status: number }> = {
  postOrder: { ask: (api) => post(api), status: 201 },
  getOrderById: { ask: ({ client }, id) => client.get(`/api/order/${id}`), status: 200 },
  getOrdersFromUser: { ask: ({ client }) => client.get('/api/orders/user-1'), status: 200 },
};

for (const [off, { ask, status }] of Object.entries(OPERATIONS)) {
  describe(`With ${off} switched off`, () => {
    let api: Api;
    let id: string;
    beforeEach(async () => {
      api = createTestApi();
      ({ id } = bodyAs(acceptedOrder, await post(api)));
      api.toggles.off(off as Toggle);
    });

    it('that is answered with FEATURE_OFF, and as before once it is on again', async () => {
      const told = assertProblem(await ask(api, id), 'FEATURE_OFF');
      assert.equal(told.status, 503);
      api.toggles.off();
      assert.equal((await ask(api, id)).status, status);
    });

    it('everything else is answered as before', async () => {
      for (const [other, operation] of Object.entries(OPERATIONS)) {
        if (other !== off) assert.equal((await operation.ask(api, id)).status, operation.status, other);
      }
      assert.equal((await api.client.get(`/api/order/${id}/events`)).status, 200);
      assert.equal((await api.client.get('/api/methods')).status, 200);
      assert.equal((await api.client.post(`/api/order/${id}/cancel`)).status, 200);
    });
  });
}

describe('With postOrder switched off', () => {
  it('no body is read, and no order is accepted', async () => {
    const api = createTestApi();
    api.toggles.off('postOrder');
    assertProblem(await api.client.post('/api/orders').set('Content-Type', 'application/json').send('{"broken'), 'FEATURE_OFF');
    assertProblem(await post(api), 'FEATURE_OFF');
    assert.deepEqual(await api.orders.listByUser('user-1', { offset: 0, limit: 1 }), { total: 0, orders: [] });
    assert.deepEqual(await api.spool.names(1), []);
  });
});

describe('With fallbackToSpool switched off', () => {
  it('no order is accepted while Temporal is down, and nothing is left of it', async () => {
    const api = createTestApi();
    api.toggles.off('fallbackToSpool');
    api.workflows.faults.down = true;
    assertProblem(await post(api), 'UNAVAILABLE');
    assert.deepEqual(await api.spool.names(1), []);
    assert.equal((await api.orders.listByUser('user-1', { offset: 0, limit: 1 })).total, 0);
    api.workflows.faults.down = false;
    assert.equal((await post(api)).status, 201);
  });

  it('an order that is in the spool already is found there, and answered as it was under its key', async () => {
    const api = createTestApi();
    api.workflows.faults.down = true;
    const key = randomUUID();
    const { id } = bodyAs(acceptedOrder, await post(api, key));
    api.orders.faults.down = true;
    api.toggles.off('fallbackToSpool');
    assert.equal(bodyAs(order, await api.client.get(`/api/order/${id}`)).status, 'PROCESSING');
    const again = await post(api, key);
    assert.equal(again.status, 202);
    assert.equal(bodyAs(acceptedOrder, again).id, id);
  });
});

describe('With fallbackToWorkflow switched off', () => {
  let api: Api;
  beforeEach(() => {
    api = createTestApi();
    api.toggles.off('fallbackToWorkflow');
  });

  it('no workflow is asked for an order while Postgres is down', async () => {
    const { id } = bodyAs(acceptedOrder, await post(api));
    api.orders.faults.down = true;
    let asked = 0;
    api.workflows.find = async () => void (asked += 1);
    assertProblem(await api.client.get(`/api/order/${id}`), 'UNAVAILABLE');
    assert.equal(asked, 0);
  });

  it('an order without a row is still found, and none that is there is said not to be', async () => {
    api.orders.faults.failNext = 2;
    const { id } = bodyAs(acceptedOrder, await post(api));
    assert.equal(await api.orders.find(id), undefined);
    assert.equal((await api.client.get(`/api/order/${id}`)).status, 200);
    assertProblem(await api.client.get(`/api/order/${randomUUID()}`), 'ORDER_NOT_FOUND');
  });
});

describe('While the API runs', () => {
  /** What an operator may wait for a change, as the product is set. */
  const LIVE_WITHIN_MS = 6_000;
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'toggles-api-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('a change of the file is in force within 6 s, shown in the metrics, and a broken file changes nothing', async function () {
    this.timeout(4 * LIVE_WITHIN_MS);
    const file = path.join(folder, 'toggles.json');
    writeFileSync(file, flagdText([]));
    const toggles = new FlagdToggles({ file });
    await toggles.start();
    try {
      const metrics = createMetrics();
      showToggles(metrics, toggles);
      const client = supertest(createApp({ ...createTestApi().deps, toggles, metrics }));
      const status = async () => (await client.post('/api/orders').field(ORDER)).status;
      const shows = async (line: string) => (await client.get('/metrics')).text.includes(`\n${line}\n`);
      assert.equal(await status(), 201);

      writeFileSync(file, flagdText(['postOrder']));
      await until('orders are refused', async () => (await status()) === 503, LIVE_WITHIN_MS);
      assert.ok(await shows('toggle_on{toggle="postOrder"} 0'));
      assert.ok(await shows('toggle_on{toggle="getOrderById"} 1'));
      assert.ok(await shows('toggles_stale 0'));

      writeFileSync(file, '{"flags":');
      await until('the file is seen', () => shows('toggles_stale 1'), LIVE_WITHIN_MS);
      assert.equal(await status(), 503);

      writeFileSync(file, flagdText([]));
      await until('orders are accepted', async () => (await status()) === 201, LIVE_WITHIN_MS);
      assert.ok(await shows('toggles_stale 0'));
    } finally {
      await toggles.close();
    }
  });
});
