import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Outcome } from '../../../domain/order';
import { until } from '../../../test/until';
import { bodyAs, createTestApi, ORDER } from '../api.fixture';
import { order } from './order-schema';

const AT_ONCE_MS = 3_000;

const APPROVED: Outcome = { status: 'APPROVED' };
const CANCELED: Outcome = { status: 'CANCELED', reason: 'LIMIT_EXCEEDED' };

/** An API whose orders end so when they are started: in their rows, and in their workflows, unless told otherwise. */
function createDecidingApi(outcome: Outcome, { inRow = true, inWorkflow = true } = {}) {
  const api = createTestApi();
  const start = api.workflows.start.bind(api.workflows);
  const workflowOf = { id: '' };
  api.workflows.start = async (placed) => {
    const standing = await start(placed);
    workflowOf.id = placed.id;
    if (inRow) await api.orders.settle(placed, { ...outcome, events: [] });
    if (inWorkflow) api.workflows.end(placed.id, outcome);
    return standing;
  };
  const post = (prefer = 'wait=5') => api.client.post('/api/orders').set('Prefer', prefer).send(ORDER);
  return { ...api, post, idOfLast: () => workflowOf.id };
}

type Answer = Awaited<ReturnType<ReturnType<typeof createDecidingApi>['post']>>;

function assertTold(answer: Answer, outcome: Outcome | undefined): void {
  assert.equal(answer.status, 201);
  const { status, reason } = bodyAs(order, answer);
  assert.deepEqual({ status, ...(reason && { reason }) }, outcome ?? { status: 'PROCESSING' });
  assert.equal(answer.headers['preference-applied'], outcome && 'wait');
}

/** The answer of who is not kept waiting. */
async function atOnce(answer: PromiseLike<Answer>): Promise<Answer> {
  const startedAt = performance.now();
  const given = await answer;
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs < AT_ONCE_MS, `${tookMs} ms`);
  return given;
}

describe('POST /api/orders with Prefer: wait', () => {
  it('answers how the order has ended, and why', async () => {
    for (const outcome of [APPROVED, CANCELED]) assertTold(await createDecidingApi(outcome).post(), outcome);
  });

  it('answers the outcome in the row, though the workflow still publishes it, or Temporal is gone by then', async () => {
    const { post, workflows } = createDecidingApi(APPROVED, { inWorkflow: false });
    assertTold(await post(), APPROVED);
    workflows.waitForEnd = () => workflows.faults.around(() => Promise.reject(new Error('broken off')));
    assertTold(await post(), APPROVED);
  });

  it('answers how the workflow has ended, though Postgres is down or has not heard of it', async () => {
    const { post, orders } = createDecidingApi(CANCELED, { inRow: false });
    assertTold(await post(), CANCELED);
    orders.faults.down = true;
    assertTold(await post(), CANCELED);
  });

  it('answers an end that comes later, and not before', async () => {
    const { post, workflows, idOfLast } = createDecidingApi(APPROVED, { inRow: false, inWorkflow: false });
    let answer: Answer | undefined;
    const answered = post().then((given) => (answer = given));
    await until('the order is waited for', () => idOfLast() !== '');
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(answer, undefined);
    workflows.end(idOfLast(), APPROVED);
    assertTold(await answered, APPROVED);
  });

  it('answers the order as accepted when the time is over', async () => {
    const { post } = createDecidingApi(APPROVED, { inRow: false, inWorkflow: false });
    const startedAt = performance.now();
    assertTold(await post('wait=1'), undefined);
    const tookMs = performance.now() - startedAt;
    assert.ok(tookMs >= 990 && tookMs < AT_ONCE_MS, `${tookMs} ms`);
  });

  it('waits for nobody who does not prefer it', async () => {
    const { client, post } = createDecidingApi(APPROVED);
    assertTold(await client.post('/api/orders').send(ORDER), undefined);
    for (const prefer of ['wait=0', 'wait=x', 'respond-async']) assertTold(await post(prefer), undefined);
  });

  it('accepts the order, whatever fails while it waits', async () => {
    const { post, orders, workflows, deps } = createDecidingApi(APPROVED, { inRow: false, inWorkflow: false });
    const warned: string[] = [];
    deps.logger.warn = ((message: string) => warned.push(message)) as unknown as typeof deps.logger.warn;
    orders.find = () => Promise.reject(new Error('a fault of ours'));
    assertTold(await post(), undefined);
    assert.deepEqual(warned, ['an outcome could not be waited for']);
    workflows.waitForEnd = () => Promise.reject(new Error('a fault of ours'));
    assertTold(await post(), undefined);
  });

  it('does not wait for an order in the spool', async () => {
    const { post, workflows } = createDecidingApi(APPROVED);
    workflows.faults.down = true;
    workflows.start = () => workflows.faults.around(() => Promise.reject(new Error('never')));
    const answer = await atOnce(post());
    assert.equal(answer.status, 202);
    assert.equal(answer.headers['preference-applied'], undefined);
  });

  it('has the end, too, when the request is repeated under its key; without it, as the first time', async () => {
    const { client } = createDecidingApi(CANCELED);
    const post = (headers: object) => client.post('/api/orders').set({ 'Idempotency-Key': 'k', ...headers }).send(ORDER);
    const first = await post({});
    assertTold(first, undefined);
    const again = await post({ Prefer: 'wait=5' });
    assertTold(again, CANCELED);
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.equal(bodyAs(order, again).id, bodyAs(order, first).id);
    assertTold(await post({}), undefined);
  });

  it('waits no longer when the process stops, and for nobody who comes then', async () => {
    const { post, stop, idOfLast } = createDecidingApi(APPROVED, { inRow: false, inWorkflow: false });
    const answers = Promise.all([post('wait=10'), post('wait=10')]);
    await until('the orders are waited for', () => getEventListeners(stop.signal, 'abort').length === 2);
    stop.abort();
    for (const answer of await answers) assertTold(answer, undefined);
    assertTold(await atOnce(post('wait=10')), undefined);
    assert.notEqual(idOfLast(), '');
    assert.equal(getEventListeners(stop.signal, 'abort').length, 0);
  });

  it('looks for the outcome no more when the client is gone', async () => {
    const { app, orders, workflows, stop } = createDecidingApi(APPROVED, { inRow: false, inWorkflow: false });
    let looks = 0;
    const find = orders.find.bind(orders);
    orders.find = (id) => (looks++, find(id));
    let over: AbortSignal | undefined;
    const waitForEnd = workflows.waitForEnd.bind(workflows);
    workflows.waitForEnd = (id, signal) => waitForEnd(id, (over = signal));
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');

    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/orders`;
    const client = new AbortController();
    const headers = { Prefer: 'wait=10', 'Content-Type': 'application/json' };
    const answer = fetch(url, { method: 'POST', headers, body: JSON.stringify(ORDER), signal: client.signal });
    await until('it is looked for', () => looks > 1);
    client.abort();
    await assert.rejects(answer);
    await until('nobody waits', () => over?.aborted === true && getEventListeners(stop.signal, 'abort').length === 0, AT_ONCE_MS);
    const seen = looks;
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal(looks, seen);
    server.close();
  });
});
