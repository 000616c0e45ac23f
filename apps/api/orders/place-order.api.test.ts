import assert from 'node:assert/strict';
import { PAYMENT_METHODS } from '../../../domain/payment-methods';
import { assertProblem, bodyAs, createTestApi, ORDER } from '../api.fixture';
import { acceptedOrder, order } from './order-schema';

describe('POST /api/orders', () => {
  it('accepts an order as multipart/form-data, as a form and as JSON, and says the same each time', async () => {
    const { client } = createTestApi();
    const answers = [
      await client.post('/api/orders').field(ORDER),
      await client.post('/api/orders').type('form').send(ORDER),
      await client.post('/api/orders').send(ORDER),
      await client.post('/api/orders').send({ ...ORDER, value: 1000, installment: 1 }),
    ];
    for (const answer of answers) {
      const { id, ...told } = bodyAs(acceptedOrder, answer);
      assert.equal(answer.status, 201);
      assert.equal(answer.headers['location'], `/api/order/${id}`);
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      assert.deepEqual(told, { value: '1000', user_id: 'user-1', installment: 1, status: 'PROCESSING', method: 'credit_card' });
    }
  });

  it('reads a JSON number as it is written, not as a float holds it', async () => {
    const { client } = createTestApi();
    const values = { '1000.10': '1000.1', '0.01': '0.01', '999999999999999.99': '999999999999999.99', '100000000000000.10': '100000000000000.1' };
    for (const [written, canonical] of Object.entries(values)) {
      const body = `{"value":${written},"user_id":"u","installment":1,"method":"cash"}`;
      const answer = await client.post('/api/orders').type('json').send(body);
      assert.equal(bodyAs(acceptedOrder, answer).value, canonical);
    }
  });

  it('takes every combination of /api/methods and no other', async () => {
    const { client } = createTestApi();
    for (const { method, installments } of PAYMENT_METHODS) {
      assert.equal((await client.post('/api/orders').send({ ...ORDER, method, installment: installments })).status, 201);
    }
    for (const [method, installment] of [['bitcoin', 1], ['credit_card', 13], ['credit_card', 0], ['credit_card', -1], ['cash', 2], ['toString', 1], ['CASH', 1]]) {
      const answer = await client.post('/api/orders').send({ ...ORDER, method, installment });
      assert.equal(assertProblem(answer, 'PAYMENT_METHOD_INVALID').error, 'The method passed is invalid.');
    }
  });

  it('names every field that is missing or wrong, before it looks at the method', async () => {
    const { client } = createTestApi();
    const none = assertProblem(await client.post('/api/orders').send({}), 'FIELDS_INVALID');
    assert.deepEqual(none.errors?.map(({ field }) => field), ['value', 'user_id', 'installment', 'method']);
    const some = assertProblem(await client.post('/api/orders').field({ ...ORDER, value: '-1', method: 'bitcoin' }), 'FIELDS_INVALID');
    assert.deepEqual(some.errors?.map(({ field }) => field), ['value']);
  });

  it('accepts while Postgres is down, and the order can be found', async () => {
    const { client, orders } = createTestApi();
    orders.faults.down = true;
    const answer = await client.post('/api/orders').field(ORDER);
    assert.equal(answer.status, 201);
    const found = await client.get(String(answer.headers['location']));
    assert.equal(bodyAs(order, found).status, 'PROCESSING');
  });
});
