import assert from 'node:assert/strict';
import { assertProblem, bodyAs, createTestApi, ORDER } from '../api.fixture';
import { acceptedOrder } from './order-schema';

const MOST = 3;

/** An API that is full: as many orders are in flight as may be, the first of them under the key `first`. */
async function createFullApi() {
  const api = createTestApi({ mostInFlight: MOST });
  const post = (key?: string, fields: object = {}) => {
    const request = api.client.post('/api/orders');
    return (key === undefined ? request : request.set('Idempotency-Key', key)).send({ ...ORDER, ...fields });
  };
  const first = await post('first');
  for (let more = 1; more < MOST; more += 1) assert.equal((await post()).status, 201);
  return { ...api, post, first };
}

describe('POST /api/orders while too many orders are on their way', () => {
  it('is turned away, accepts nothing, and is counted', async () => {
    const { client, post, workflows, spool, orders } = await createFullApi();
    const turnedAway = async () => Number(/^orders_turned_away_total (\d+)$/m.exec((await client.get('/metrics')).text)?.[1]);
    const before = await turnedAway();
    for (const key of [undefined, 'new']) assertProblem(await post(key), 'TOO_MANY_ORDERS');
    assert.equal(await turnedAway(), before + 2);
    assert.equal((await orders.idsOf(['user-1'])).length, MOST);
    assert.deepEqual(await spool.names(10), []);
    assert.match((await client.get('/metrics')).text, new RegExp(`^orders_in_flight ${MOST}$`, 'm'));
    workflows.faults.down = true;
    assertProblem(await post(), 'TOO_MANY_ORDERS');
  });

  it('is answered when it repeats an order, or cannot be served anyway', async () => {
    const { post, first } = await createFullApi();
    const again = await post('first');
    assert.equal(again.status, 201);
    assert.deepEqual(again.body, first.body);
    assertProblem(await post('first', { value: '1' }), 'IDEMPOTENCY_KEY_REUSED');
    assertProblem(await post('new', { value: 'x' }), 'FIELDS_INVALID');
  });

  it('does not keep anybody from looking at orders or taking them back', async () => {
    const { client, first } = await createFullApi();
    const { id } = bodyAs(acceptedOrder, first);
    assert.equal((await client.get(`/api/order/${id}`)).status, 200);
    assert.equal((await client.post(`/api/order/${id}/cancel`)).status, 200);
  });

  it('is no reason to show a number when nobody knows it', async () => {
    const { client, orders } = await createFullApi();
    orders.faults.down = true;
    assert.doesNotMatch((await client.get('/metrics')).text, /^orders_in_flight /m);
  });
});
