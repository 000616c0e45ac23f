import assert from 'node:assert/strict';
import { createApiWithKeys } from './with-keys.fixture';
import { assertProblem, createTestApi } from '../api.fixture';

/** Requests are counted over 10 s. */
const REQUESTS_PER_SECOND = 1;
const REQUESTS = 10;
const REFUSALS = 100;

describe('The requests of an API key', () => {
  it('are counted, and the headers of every answer say so as the standard wants it', async () => {
    const { as } = createApiWithKeys({ requestsPerSecond: REQUESTS_PER_SECOND });
    for (let left = REQUESTS - 1; left >= 0; left -= 1) {
      const { status, headers } = await as('shop', 'get', '/api/methods');
      assert.equal(status, 200);
      assert.match(String(headers['ratelimit']), new RegExp(`^"requests"; r=${left}; t=\\d+$`));
      assert.match(String(headers['ratelimit-policy']), /^"requests"; q=10; w=10; pk=:[\w+/=]+:$/);
    }
  });

  it('are refused when they are too many, of this key alone, whatever they ask for', async () => {
    const { as } = createApiWithKeys({ requestsPerSecond: REQUESTS_PER_SECOND });
    for (let time = 0; time < REQUESTS; time += 1) await as('shop', 'get', '/api/methods');
    for (const [method, path] of [['get', '/api/methods'], ['post', '/api/orders'], ['get', '/api/holds']] as const) {
      const refused = await as('shop', method, path);
      assertProblem(refused, 'RATE_LIMITED');
      const seconds = Number(refused.headers['retry-after']);
      assert.ok(seconds >= 1 && seconds <= 10, String(seconds));
    }
    assert.equal((await as('kiosk', 'get', '/api/methods')).status, 200);
    assert.equal((await as('shop', 'get', '/health')).status, 200);
  });

  it('are any number when there is no limit', async () => {
    const { as } = createApiWithKeys({ requestsPerSecond: 0 });
    const { headers } = await as('shop', 'get', '/api/methods');
    assert.equal(headers['ratelimit'], undefined);
  });

  it('are not counted where the API is without keys', async () => {
    const { client } = createTestApi({ requestsPerSecond: REQUESTS_PER_SECOND });
    for (let time = 0; time < 2 * REQUESTS; time += 1) assert.equal((await client.get('/api/methods')).status, 200);
  });
});

describe('Requests without a valid API key', () => {
  const guess = ({ client }: ReturnType<typeof createApiWithKeys>, from?: string) => {
    const request = client.get('/api/methods').set('Authorization', 'Bearer guess');
    return from === undefined ? request : request.set('X-Forwarded-For', from);
  };

  it('are refused faster than that when they are too many from one address, and no holder of a key is locked out by them', async () => {
    const api = createApiWithKeys();
    for (let time = 0; time < REFUSALS; time += 1) assertProblem(await guess(api), 'UNAUTHENTICATED');
    assertProblem(await guess(api), 'RATE_LIMITED');
    assertProblem(await guess(api, '198.51.100.1'), 'RATE_LIMITED');
    assertProblem(await api.client.get('/api/methods'), 'RATE_LIMITED');
    assert.equal((await api.as('shop', 'get', '/api/methods')).status, 200);
  });

  it('are told apart by the address that the proxies pass on, when there are any', async () => {
    const api = createApiWithKeys({ proxies: 1 });
    for (let time = 0; time < REFUSALS; time += 1) await guess(api, `203.0.113.7, 198.51.100.1`);
    assertProblem(await guess(api, '192.0.2.1, 198.51.100.1'), 'RATE_LIMITED');
    assertProblem(await guess(api, '198.51.100.2'), 'UNAUTHENTICATED');
    for (let time = 0; time < REFUSALS; time += 1) await guess(api, `2001:db8::${time}`);
    assertProblem(await guess(api, '2001:db8::ffff'), 'RATE_LIMITED');
  });
});
