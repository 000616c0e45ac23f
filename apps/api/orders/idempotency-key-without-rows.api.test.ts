import assert from 'node:assert/strict';
import { APPROVED } from '../../../test/contracts/sample-orders';
import { numbered, orderEnded, orderReceived } from '../../../domain/events';
import { createApiWithKeys } from '../auth/with-keys.fixture';
import { assertProblem, bodyAs, createTestApi, ORDER } from '../api.fixture';
import { acceptedOrder } from './order-schema';

type Temporal = 'has it' | 'has none' | 'is down';
type Log = 'tells it' | 'tells nothing' | 'is down';
type Spool = 'empty' | 'down';
type Expected = 'first answer' | '201, new' | '503';

/** What a repeated request is answered while the rows cannot be read, by who else knows its order. */
const TABLE: readonly (readonly [Log, Temporal, Spool, Expected])[] = [
  ['tells it', 'has it', 'empty', 'first answer'],
  ['tells it', 'has none', 'empty', 'first answer'],
  ['tells it', 'is down', 'empty', 'first answer'],
  ['tells it', 'has it', 'down', 'first answer'],
  ['tells it', 'has none', 'down', 'first answer'],
  ['tells it', 'is down', 'down', 'first answer'],
  ['tells nothing', 'has it', 'empty', 'first answer'],
  ['tells nothing', 'has none', 'empty', '201, new'],
  ['tells nothing', 'is down', 'empty', '503'],
  ['tells nothing', 'has it', 'down', 'first answer'],
  ['tells nothing', 'has none', 'down', '503'],
  ['tells nothing', 'is down', 'down', '503'],
  ['is down', 'has it', 'empty', 'first answer'],
  ['is down', 'has none', 'empty', '503'],
  ['is down', 'is down', 'empty', '503'],
  ['is down', 'has it', 'down', 'first answer'],
  ['is down', 'has none', 'down', '503'],
  ['is down', 'is down', 'down', '503'],
];

function createKeyedApi() {
  const api = createTestApi();
  const post = (value = ORDER.value) => api.client.post('/api/orders').set('Idempotency-Key', 'k').send({ ...ORDER, value });
  /** What is durable anywhere. */
  const traces = async (id: string) => [await api.workflows.find(id), ...(await api.spool.names(10))].filter(Boolean);
  return { ...api, post, traces };
}

type Api = ReturnType<typeof createKeyedApi>;

/** Makes the order that was placed known to these, and then the rows unreadable. */
async function arrange(api: Pick<Api, 'orders' | 'workflows' | 'events' | 'spool'>, id: string, [log, temporal, spool]: (typeof TABLE)[number]): Promise<void> {
  const { orders, workflows, events } = api;
  const placed = await orders.find(id);
  assert.ok(placed);
  const told = [orderReceived(placed), orderEnded(APPROVED)].map((fact, index) => numbered(fact, index + 1, placed.acceptedAt));
  if (log === 'tells it') await events.append(id, told);
  workflows.end(id, APPROVED);
  if (temporal !== 'has it') await workflows.remove(id);
  orders.faults.down = true;
  events.faults.down = log === 'is down';
  workflows.faults.down = temporal === 'is down';
  api.spool.faults.down = spool === 'down';
}

describe('POST /api/orders with an Idempotency-Key while the rows cannot be read', () => {
  for (const row of TABLE) {
    const [log, temporal, spool, expected] = row;
    it(`answers ${expected}: the log ${log}, Temporal ${temporal}, the spool is ${spool}`, async () => {
      const api = createKeyedApi();
      const first = await api.post();
      const { id } = bodyAs(acceptedOrder, first);
      await arrange(api, id, row);
      // Another request comes first: it must leave nothing behind.
      const another = expected === 'first answer' || expected === '503' ? await api.post('1') : undefined;
      const again = await api.post();
      if (expected === '503') {
        for (const answer of [another!, again]) assertProblem(answer, 'UNAVAILABLE');
        for (const { faults } of [api.workflows, api.spool]) faults.down = false;
        assert.deepEqual(await api.traces(id), []);
        return;
      }
      assert.deepEqual(again.body, first.body);
      assert.equal(again.headers['idempotent-replayed'], expected === 'first answer' ? 'true' : undefined);
      assert.equal(again.status, 201);
      if (another) assertProblem(another, 'IDEMPOTENCY_KEY_REUSED');
      if (temporal === 'has none' && expected === 'first answer') assert.equal(await api.workflows.find(id), undefined);
    });
  }

  it('answers a client for its own order that only the log still has', async () => {
    const api = createApiWithKeys();
    const id = await api.place('shop', 'k');
    await arrange(api, id, ['tells it', 'has none', 'empty', 'first answer']);
    const again = await api.as('shop', 'post', '/api/orders').set('Idempotency-Key', 'k').send(ORDER);
    assert.deepEqual([again.status, bodyAs(acceptedOrder, again).id, again.headers['idempotent-replayed']], [201, id, 'true']);
    assert.notEqual(await api.place('kiosk', 'k'), id);
  });

  it('answers for an order in the spool, whatever else is down', async () => {
    const api = createKeyedApi();
    api.workflows.faults.down = true;
    const first = await api.post();
    assert.equal(first.status, 202);
    api.orders.faults.down = true;
    for (const { faults } of [api.workflows, api.events]) {
      const again = await api.post();
      assert.deepEqual([again.status, again.headers['idempotent-replayed'], again.body], [202, 'true', first.body]);
      assertProblem(await api.post('1'), 'IDEMPOTENCY_KEY_REUSED');
      faults.down = !faults.down;
    }
  });

  it('asks the log about no order when it has no key', async () => {
    const api = createKeyedApi();
    for (const { faults } of [api.orders, api.events]) faults.down = true;
    assert.equal((await api.client.post('/api/orders').send(ORDER)).status, 201);
  });
});

describe('POST /api/orders with an Idempotency-Key while the rows can be read', () => {
  it('asks neither log nor workflow', async () => {
    const { events, workflows, post } = createKeyedApi();
    const unasked = () => assert.fail('it was asked');
    Object.assign(events, { read: unasked });
    Object.assign(workflows, { find: unasked });
    for (let time = 0; time < 2; time += 1) assert.equal((await post()).status, 201);
  });
});
