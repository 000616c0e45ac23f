import assert from 'node:assert/strict';
import type { Role } from '../../../config/api-keys';
import { createApiWithKeys } from './with-keys.fixture';
import { assertProblem, ORDER } from '../api.fixture';
import { createOpenApiDocument } from '../http/openapi-document';
import { ROUTES as ALL_ROUTES } from '../routes';

const NOBODYS = '00000000-0000-4000-8000-000000000000';
const LIMITS = { per_order_limit: null, exposure_cap: null };

/** Every route, what a role is answered that may use it, and which may. */
const ROUTES: readonly [route: string, answer: number, allowed: readonly Role[] | 'public', body?: object][] = [
  ['post /api/orders', 201, ['client'], ORDER],
  ['get /api/orders/user-1', 200, ['client', 'operator', 'reader']],
  [`get /api/order/${NOBODYS}`, 404, ['client', 'operator', 'reader']],
  [`get /api/order/${NOBODYS}/events`, 404, ['client', 'operator', 'reader']],
  [`post /api/order/${NOBODYS}/cancel`, 404, ['client', 'operator']],
  [`post /api/order/${NOBODYS}/decision`, 404, ['operator'], { decision: 'approve' }],
  ['get /api/users/user-1/limit', 200, ['operator', 'reader']],
  ['put /api/users/user-1/limit', 200, ['operator'], LIMITS],
  ['get /api/users/user-1/exposure', 200, ['operator', 'reader']],
  ['get /api/holds', 200, ['operator', 'reader']],
  ['get /api/holds?stage=stuck', 200, ['operator', 'reader']],
  ['get /api/methods', 200, ['client', 'operator', 'reader']],
  ['delete /api/orders/user/test', 204, ['operator']],
  ['get /metrics', 200, ['operator', 'reader']],
  ['get /health', 200, 'public'],
  ['get /readiness', 200, 'public'],
  ['get /openapi.json', 200, 'public'],
  ['get /swagger/index.html', 200, 'public'],
];

const HOLDERS = { client: 'shop', operator: 'ada', reader: 'ron' } as const;

function split(route: string): ['get' | 'post' | 'put' | 'delete', string] {
  const [method = '', path = ''] = route.split(' ');
  return [method as 'get', path];
}

describe('With API keys, a route', () => {
  for (const [route, answer, allowed, body] of ROUTES) {
    const [method, path] = split(route);
    for (const [role, holder] of Object.entries(HOLDERS) as [Role, 'shop' | 'ada' | 'ron'][]) {
      const may = allowed === 'public' || allowed.includes(role);
      it(`${may ? 'is there for' : 'is closed to'} a ${role}: ${route}`, async () => {
        const told = await createApiWithKeys().as(holder, method, path).send(body);
        if (may) assert.equal(told.status, answer);
        else assertProblem(told, 'FORBIDDEN');
      });
    }

    it(`${allowed === 'public' ? 'needs no key' : 'needs a key that is known'}: ${route}`, async () => {
      const { client, secretOf } = createApiWithKeys();
      const wrong = ['', 'Bearer', 'Bearer wrong', `Bearer ${secretOf('ada').slice(1)}`, `Bearer ${secretOf('ada')}x`, `Basic ${secretOf('ada')}`, secretOf('ada')];
      for (const authorization of [undefined, ...wrong]) {
        const request = client[method](path);
        const told = await (authorization === undefined ? request : request.set('Authorization', authorization)).send(body);
        if (allowed === 'public') assert.equal(told.status, answer);
        else assertProblem(told, 'UNAUTHENTICATED');
      }
    });
  }

  it('is in the description with who may use it', () => {
    const { paths = {}, security } = createOpenApiDocument(ALL_ROUTES, { withKeys: true });
    assert.deepEqual(security, [{ apiKey: [] }]);
    assert.equal(Object.values(paths).flatMap(Object.keys).length, ALL_ROUTES.length);
    for (const [path, item] of Object.entries(paths)) {
      for (const operation of Object.values(item as Record<string, { operationId: string; security?: unknown; description?: string; responses: object }>)) {
        const { access } = ALL_ROUTES.find((route) => route.operation.operationId === operation.operationId) ?? assert.fail(path);
        assert.deepEqual(operation.security, access === 'public' ? [] : undefined, path);
        for (const status of ['401', '429']) assert.equal(status in operation.responses, access !== 'public', `${path} ${status}`);
        assert.equal('403' in operation.responses, access !== 'public' && access.length < 3, path);
      }
    }
  });
});

describe('An API key', () => {
  it('is asked for in the standard way', async () => {
    const { client } = createApiWithKeys();
    assert.equal((await client.get('/api/methods')).headers['www-authenticate'], 'Bearer');
    const wrong = await client.get('/api/methods').set('Authorization', 'Bearer nonsense');
    assert.equal(wrong.headers['www-authenticate'], 'Bearer error="invalid_token"');
  });

  it('is looked at before anything of the body', async () => {
    const { client, as } = createApiWithKeys();
    const wrong: [type: string, body: string][] = [['application/json', '{'], ['text/plain', 'x'], ['application/json', 'x'.repeat(100_000)]];
    for (const [type, body] of wrong) {
      assertProblem(await client.post('/api/orders').set('Content-Type', type).send(body), 'UNAUTHENTICATED');
      assertProblem(await as('ron', 'post', '/api/orders').set('Content-Type', type).send(body), 'FORBIDDEN');
    }
  });

  it('may be written with the scheme in any case, and each of several keys of one client is good', async () => {
    const { client, secretOf } = createApiWithKeys();
    for (const scheme of ['Bearer', 'bearer', 'BEARER ']) {
      assert.equal((await client.get('/api/methods').set('Authorization', `${scheme} ${secretOf('shop')}`)).status, 200);
    }
  });

  it('does not come back in an answer, nor in the log, whatever goes wrong', async () => {
    const { as, orders, logger, secretOf, deps } = createApiWithKeys();
    const lines: unknown[] = [];
    for (const level of ['error', 'warn', 'info'] as const) logger[level] = ((...line: unknown[]) => lines.push(line)) as never;
    orders.listByUser = () => Promise.reject(new Error('broken'));
    const answers = [await as('shop', 'get', '/api/orders/user-1'), await as('ada', 'put', '/api/users/u/limit').send(LIMITS)];
    orders.faults.down = true;
    answers.push(await as('ada', 'get', '/api/holds'), await as('ron', 'post', '/api/orders').send(ORDER));
    assert.deepEqual(answers.map(({ status }) => status), [500, 200, 503, 403]);
    const seen = JSON.stringify([lines, answers.map(({ headers, text }) => [headers, text])]);
    assert.ok(lines.length >= 3);
    for (const { sha256 } of deps.keys) assert.ok(!seen.includes(sha256));
    for (const name of ['shop', 'ada', 'ron'] as const) assert.ok(!seen.includes(secretOf(name)), name);
  });

  it('is not needed to be told that there is no such route or method', async () => {
    const { client } = createApiWithKeys();
    assertProblem(await client.get('/no/such/route'), 'ROUTE_NOT_FOUND');
    assertProblem(await client.get('/api/order/1/decision'), 'HTTP_METHOD_NOT_ALLOWED');
  });
});
