import assert from 'node:assert/strict';
import type { Order } from '../../../domain/order';
import { parseMoney, type Money } from '../../../domain/money';
import { assertProblem, bodyAs, createTestApi } from '../api.fixture';
import { exposure } from './exposure';
import { limit } from './limit-of-user';

const NONE = { per_order_limit: null, exposure_cap: null };

/** An API on which the limits of one user are asked for and set. */
function createApiWithUser(userId = 'user-1') {
  const api = createTestApi();
  const path = `/api/users/${encodeURIComponent(userId)}`;
  const get = () => api.client.get(`${path}/limit`);
  const put = (body: object | string) => api.client.put(`${path}/limit`).type('json').send(body);
  const exposureOf = () => api.client.get(`${path}/exposure`);
  const orderOf = (value: string): Order => {
    const facts = { userId, installment: 1, method: 'cash', acceptedAt: '2026-03-01T12:00:00.000Z' } as const;
    return { ...facts, id: api.deps.newId(), value: parseMoney(value) as Money };
  };
  return { ...api, get, put, exposureOf, orderOf };
}

describe('GET and PUT /api/users/:user_id/limit', () => {
  it('knows no limits of their own of a user until some are set, and replaces both', async () => {
    const { get, put } = createApiWithUser();
    assert.deepEqual(bodyAs(limit, await get()), NONE);
    for (const limits of [{ per_order_limit: '500', exposure_cap: '5000.5' }, { per_order_limit: null, exposure_cap: '0' }, NONE]) {
      for (const answer of [await put(limits), await put(limits), await get()]) {
        assert.equal(answer.status, 200);
        assert.deepEqual(bodyAs(limit, answer), limits);
      }
    }
  });

  it('reads money as it is written, a JSON number too, and answers it without trailing zeros', async () => {
    const { put } = createApiWithUser();
    const answer = await put('{"per_order_limit": 10.10, "exposure_cap": "999999999999999.99"}');
    assert.deepEqual(bodyAs(limit, answer), { per_order_limit: '10.1', exposure_cap: '999999999999999.99' });
  });

  it('takes a form as well', async () => {
    const { client, get } = createApiWithUser();
    const answer = await client.put('/api/users/user-1/limit').type('form').send({ per_order_limit: '1.00', exposure_cap: '2.00' });
    assert.deepEqual(bodyAs(limit, answer), { per_order_limit: '1', exposure_cap: '2' });
    assert.deepEqual((await get()).body, answer.body);
  });

  it('names every field that is missing or wrong, and leaves the limits as they are', async () => {
    const { get, put } = createApiWithUser();
    const limits = { per_order_limit: '500', exposure_cap: null };
    await put(limits);
    const wrong: [body: object | string, fields: string[]][] = [
      [{}, ['per_order_limit', 'exposure_cap']],
      [{ per_order_limit: '1' }, ['exposure_cap']],
      [{ exposure_cap: null }, ['per_order_limit']],
      ...['', ' ', '-1', '+1', '0.001', '1e3', 'NaN', 'Infinity', '1,000', '1'.repeat(16), 'null'].map((bad): [object, string[]] => [{ ...NONE, exposure_cap: bad }, ['exposure_cap']]),
      ...[true, [], {}, ['1']].map((bad): [object, string[]] => [{ ...NONE, per_order_limit: bad }, ['per_order_limit']]),
      ['{"per_order_limit": -1, "exposure_cap": 1e2}', ['per_order_limit', 'exposure_cap']],
      ['{"per_order_limit": null, "per_order_limit": "1", "exposure_cap": null}', ['per_order_limit']],
    ];
    for (const [body, fields] of wrong) {
      assert.deepEqual(assertProblem(await put(body), 'FIELDS_INVALID').errors?.map(({ field }) => field), fields, JSON.stringify(body));
    }
    assert.deepEqual((await get()).body, limits);
  });

  it('refuses a body that it cannot read, and a user who cannot be', async () => {
    const { client, put } = createApiWithUser();
    assertProblem(await put('{'), 'BODY_UNREADABLE');
    assertProblem(await put(`{"x":"${'x'.repeat(200_000)}"}`), 'BODY_TOO_LARGE');
    assertProblem(await client.put('/api/users/user-1/limit').type('text/plain').send('1'), 'CONTENT_TYPE_UNSUPPORTED');
    for (const path of ['%20u', 'a%00b', 'x'.repeat(256)]) {
      const answers = [
        await client.get(`/api/users/${path}/limit`),
        await client.put(`/api/users/${path}/limit`).send(NONE),
        await client.get(`/api/users/${path}/exposure`),
      ];
      for (const answer of answers) assert.deepEqual(assertProblem(answer, 'FIELDS_INVALID').errors?.map(({ field }) => field), ['user_id']);
    }
  });

  it('keeps a user id as it is', async () => {
    for (const userId of ['a/b?c#d%', 'Zoë 😀', "'; DROP TABLE limits;--"]) {
      const { put, limits } = createApiWithUser(userId);
      await put({ ...NONE, exposure_cap: '7' });
      assert.deepEqual(await limits.limitOf(userId), { perOrderLimit: null, exposureCap: '7' });
    }
  });

  it('cannot be answered while Postgres is down', async () => {
    const { get, put, exposureOf, limits } = createApiWithUser();
    limits.faults.down = true;
    for (const answer of [await get(), await put(NONE), await exposureOf()]) assertProblem(answer, 'UNAVAILABLE');
  });
});

describe('GET /api/users/:user_id/exposure', () => {
  it('answers what counts of the user’s orders, and the cap if there is one', async () => {
    const { put, exposureOf, orderOf, limits } = createApiWithUser();
    const nothing = { reserved: '0', confirmed: '0', exposure: '0', cap: null };
    assert.deepEqual(bodyAs(exposure, await exposureOf()), nothing);
    await put({ per_order_limit: null, exposure_cap: '2000' });
    const [approved, open, canceled] = [orderOf('1000.10'), orderOf('500.05'), orderOf('1')];
    for (const each of [approved, open, canceled]) assert.ok((await limits.reserve(each)).fits);
    await limits.confirm(approved);
    await limits.release(canceled);
    const counts = { reserved: '500.05', confirmed: '1000.1', exposure: '1500.15', cap: '2000' };
    assert.deepEqual(bodyAs(exposure, await exposureOf()), counts);
  });
});
