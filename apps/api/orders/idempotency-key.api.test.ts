import assert from 'node:assert/strict';
import { assertProblem, bodyAs, createTestApi, ORDER } from '../api.fixture';
import { acceptedOrder } from './order-schema';
import { orderPage } from './read-orders';

type Fields = Partial<typeof ORDER>;

/** An API, and a client of it that places orders under keys. */
function createKeyedApi() {
  const api = createTestApi();
  const post = (key: string, fields: Fields = {}) => api.client.post('/api/orders').set('Idempotency-Key', key).send({ ...ORDER, ...fields });
  const total = async () => bodyAs(orderPage, await api.client.get('/api/orders/user-1')).total;
  return { ...api, post, total };
}

type Answer = Awaited<ReturnType<ReturnType<typeof createKeyedApi>['post']>>;

function assertRepeated(first: Answer, again: Answer): void {
  assert.deepEqual(again.body, first.body);
  assert.equal(again.status, first.status);
  assert.equal(again.headers['location'], first.headers['location']);
  assert.equal(first.headers['idempotent-replayed'], undefined);
  assert.equal(again.headers['idempotent-replayed'], 'true');
}

describe('POST /api/orders with an Idempotency-Key', () => {
  it('answers the same request as the first time, also after the order has ended', async () => {
    const { post, total, workflows, orders } = createKeyedApi();
    const first = await post('k');
    assert.equal(first.status, 201);
    const { id } = bodyAs(acceptedOrder, first);
    assertRepeated(first, await post('k'));
    const placed = await workflows.find(id);
    assert.ok(placed);
    await orders.settle(placed, { status: 'CANCELED', reason: 'LIMIT_EXCEEDED', events: [] });
    assertRepeated(first, await post('k', { value: '1000' }));
    assert.equal(await total(), 1);
  });

  it('is the same for every form of the body and of the key', async () => {
    const { client, post, total } = createKeyedApi();
    const first = await post('a "key" \\');
    assertRepeated(first, await post('"a \\"key\\" \\\\"'));
    assertRepeated(first, await client.post('/api/orders').set('Idempotency-Key', 'a "key" \\').field({ ...ORDER, value: '1000.0' }));
    assert.equal(await total(), 1);
  });

  it('makes an order of each key, and of each request without one', async () => {
    const { client, post, total } = createKeyedApi();
    for (const key of ['a', 'A', 'a ,a', 'a,a', ' b', '"b "']) assert.equal((await post(key)).status, 201, key);
    for (let time = 0; time < 2; time += 1) await client.post('/api/orders').send(ORDER);
    assert.equal(await total(), 8);
  });

  it('refuses another request under a key, and leaves the first one as it is', async () => {
    const { post, total } = createKeyedApi();
    const first = await post('k');
    for (const fields of [{ value: '1000.01' }, { user_id: 'user-2' }, { installment: '2' }, { method: 'cash' }]) {
      assertProblem(await post('k', fields), 'IDEMPOTENCY_KEY_REUSED');
    }
    assertRepeated(first, await post('k'));
    assert.equal(await total(), 1);
  });

  it('does not use a key up for a request that is refused', async () => {
    const { post } = createKeyedApi();
    assertProblem(await post('k', { value: '-1' }), 'FIELDS_INVALID');
    assertProblem(await post('k', { method: 'bitcoin' }), 'PAYMENT_METHOD_INVALID');
    assert.equal((await post('k')).status, 201);
  });

  it('refuses a key that cannot be', async () => {
    const { client, post, total } = createKeyedApi();
    for (const key of ['', '""', 'x'.repeat(256), `"${'x'.repeat(256)}"`, 'a\tb', 'Zo\u00eb', '"a', '"a"b"', '"a";p=1', '"a\\b"']) {
      assertProblem(await post(key), 'IDEMPOTENCY_KEY_INVALID');
    }
    const twice = client.post('/api/orders').set('Idempotency-Key', ['a', 'b'] as unknown as string);
    assertProblem(await twice.send(ORDER), 'IDEMPOTENCY_KEY_INVALID');
    assert.equal((await post('x'.repeat(255))).status, 201);
    assert.equal(await total(), 1);
  });

  it('makes one order of many requests at once', async () => {
    const { post, total } = createKeyedApi();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('k')));
    assert.deepEqual(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, 1);
    assert.equal(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined).length, 1);
    assert.equal(await total(), 1);
  });

  it('distinguishes the first of requests that come within one millisecond from the others, without any row', async () => {
    const { post, orders, deps } = createKeyedApi();
    const now = deps.clock();
    Object.assign(deps, { clock: () => now });
    orders.faults.down = true;
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('k')));
    assert.deepEqual(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, 1);
    assert.equal(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined).length, 1);
  });

  it('finds the order by its workflow when a crash has kept its row from being written, and writes it', async () => {
    const { post, total, orders } = createKeyedApi();
    orders.faults.failNext = 2;
    const first = await post('k');
    assert.equal(first.status, 201);
    assertProblem(await post('k', { value: '1' }), 'IDEMPOTENCY_KEY_REUSED');
    assertRepeated(first, await post('k'));
    assert.equal(await total(), 1);
  });

  it('holds while Postgres is down', async () => {
    const { post, orders } = createKeyedApi();
    orders.faults.down = true;
    const first = await post('k');
    assertRepeated(first, await post('k'));
    assertProblem(await post('k', { value: '1' }), 'IDEMPOTENCY_KEY_REUSED');
  });

  it('holds after the workflow is gone, by the row', async () => {
    const { post, workflows } = createKeyedApi();
    const first = await post('k');
    const { id } = bodyAs(acceptedOrder, first);
    workflows.end(id, { status: 'APPROVED' });
    await workflows.remove(id);
    assertRepeated(first, await post('k'));
    assertProblem(await post('k', { value: '1' }), 'IDEMPOTENCY_KEY_REUSED');
    assert.equal(await workflows.find(id), undefined);
  });

  it('holds on the way into the spool, and in it', async () => {
    const { post, workflows, spool } = createKeyedApi();
    workflows.faults.down = true;
    // What has been looked for and not found may be there when it is written.
    const answers = await Promise.all([post('k'), post('k'), post('k', { value: '1' })]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [202, 202, 422]);
    const first = answers.find(({ status, headers }) => status === 202 && headers['idempotent-replayed'] === undefined);
    assert.ok(first);
    assertRepeated(first, await post('k'));
    assertProblem(await post('k', { value: '1' }), 'IDEMPOTENCY_KEY_REUSED');
    workflows.faults.down = false;
    assertRepeated(first, await post('k'));
    assert.equal((await spool.names(100)).length, 1);
  });

  it('answers 202 again for as long as the order is spooled, and 201 when it is not', async () => {
    const { post, workflows, spool } = createKeyedApi();
    workflows.faults.down = true;
    const first = await post('k');
    assertRepeated(first, await post('k'));
    const [name = ''] = await spool.names(1);
    await spool.remove(name);
    const later = await post('k');
    assert.equal(later.status, 201);
    assert.deepEqual(later.body, first.body);
  });

  it('takes no order while neither row nor workflow can say whether the key is used, and goes on when they can', async () => {
    const { post, workflows, orders, spool } = createKeyedApi();
    const first = await post('k');
    for (const { faults } of [workflows, orders]) faults.down = true;
    for (const value of ['1', ORDER.value]) assertProblem(await post('k', { value }), 'UNAVAILABLE');
    assert.deepEqual(await spool.names(1), []);
    for (const { faults } of [workflows, orders]) faults.down = false;
    assertRepeated(first, await post('k'));
    assertProblem(await post('k', { value: '1' }), 'IDEMPOTENCY_KEY_REUSED');
  });

  it('converges on one order when it is repeated after a reply was lost and the spool refused', async () => {
    const { post, total, workflows, spool } = createKeyedApi();
    workflows.faults.loseNext = 1;
    spool.faults.down = true;
    assertProblem(await post('k'), 'UNAVAILABLE');
    const again = await post('k');
    assert.equal(again.status, 201);
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.equal(await total(), 1);
  });
});
