import assert from 'node:assert/strict';
import { z } from 'zod';
import { Unavailable } from '../../../ports/unavailable';
import { breaker } from '../../runtime/breaker';
import { assertProblem, bodyAs, createTestApi, ORDER } from '../api.fixture';
import { showBreakers } from '../http/metrics';
import { createOpenApiDocument } from '../http/openapi-document';
import { ROUTES } from '../routes';
import { paymentMethod } from '../orders/payment-methods';
import { notReadyYet, up } from './health';

describe('GET /api/methods', () => {
  it('answers the 15 ways to pay', async () => {
    const methods = bodyAs(z.array(paymentMethod), await createTestApi().client.get('/api/methods'));
    assert.deepEqual(methods.map(({ id }) => id), Array.from({ length: 15 }, (_, index) => index + 1));
    assert.deepEqual(methods[0], { id: 1, method: 'credit_card', installments: 1 });
    assert.deepEqual(methods[14], { id: 15, method: 'cash', installments: 1 });
  });
});

describe('The probes', () => {
  it('say that the process runs, whatever is down', async () => {
    const { client, orders } = createTestApi();
    orders.faults.down = true;
    assert.deepEqual(bodyAs(up, await client.get('/health')), { status: 'ok' });
  });

  it('name what is down, and are ready again by themselves', async () => {
    const { client, orders, workflows, dependencies } = createTestApi();
    assert.deepEqual(bodyAs(up, await client.get('/readiness')), { status: 'ok' });
    workflows.faults.down = true;
    orders.faults.down = true;
    const answer = await client.get('/readiness');
    assert.equal(answer.status, 503);
    assert.deepEqual(bodyAs(notReadyYet, answer), { status: 'unavailable', down: ['temporal', 'postgres'] });
    for (const { faults } of dependencies) faults.down = false;
    assert.equal((await client.get('/readiness')).status, 200);
  });

  it('do not wait for what never answers', async () => {
    const { client, orders } = createTestApi();
    orders.ping = () => new Promise(() => undefined);
    assert.deepEqual(bodyAs(notReadyYet, await client.get('/readiness')).down, ['postgres']);
  });
});

describe('GET /metrics', () => {
  it('counts accepted orders, and requests by the pattern of their route', async () => {
    const { client } = createTestApi();
    await client.post('/api/orders').field(ORDER);
    await client.get('/api/order/secret-1');
    await client.get('/no/such/secret-2');
    const { text, headers } = await client.get('/metrics');
    assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/);
    assert.match(text, /^orders_accepted_total [1-9]/m);
    assert.match(text, /http_request_duration_seconds_count\{method="POST",route="\/api\/orders",status="201"\} [1-9]/);
    assert.match(text, /http_request_duration_seconds_count\{method="GET",route="\/api\/order\/:id",status="404"\} [1-9]/);
    assert.match(text, /http_request_duration_seconds_count\{method="GET",route="none",status="404"\} [1-9]/);
    assert.doesNotMatch(text, /secret/);
  });
});

describe('GET /metrics, about breakers', () => {
  it('shows of each whether it is open', async () => {
    const { client, deps, logger } = createTestApi();
    const down = breaker({ name: 'postgres', retryAfterMs: 60_000, logger });
    const up = breaker({ name: 'temporal', retryAfterMs: 60_000, logger });
    for (let time = 0; time < 3; time += 1) await down(() => Promise.reject(new Unavailable('postgres'))).catch(() => undefined);
    showBreakers(deps.metrics, { starts: up, rows: down });
    const { text } = await client.get('/metrics');
    assert.match(text, /^breaker_open\{calls="starts"\} 0$[^]*^breaker_open\{calls="rows"\} 1$/m);
  });
});

describe('The API’s description', () => {
  it('is served, and names exactly the routes there are', async () => {
    const { client, app } = createTestApi();
    const document = createOpenApiDocument(ROUTES);
    assert.deepEqual((await client.get('/openapi.json')).body, JSON.parse(JSON.stringify(document)));
    const described = Object.entries(document.paths ?? {}).flatMap(([path, item]) => Object.keys(item).map((method) => `${method} ${path}`));
    const mounted = app.router.stack.flatMap(({ route }) => {
      const path = route?.path.replaceAll(/:(\w+)/g, '{$1}');
      return (route?.stack ?? []).filter(({ method }) => method).map(({ method }) => `${method} ${path}`);
    });
    assert.deepEqual(described.sort(), mounted.sort());
  });

  it('has a page that loads it and needs no inline script', async () => {
    const { client } = createTestApi();
    const page = await client.get('/swagger/index.html');
    assert.equal(page.status, 200);
    assert.match(String(page.headers['content-type']), /^text\/html/);
    assert.match(String(page.headers['content-security-policy']), /script-src 'self'/);
    assert.doesNotMatch(page.text, /<script(?![^>]*src=)/);
    assert.match((await client.get('/swagger/swagger-ui-init.js')).text, /"swaggerUrl": "\/openapi.json"/);
    for (const [, file] of page.text.matchAll(/(?:src|href)="\.\/([^"]+)"/g)) {
      assert.equal((await client.get(`/swagger/${file}`)).status, 200, file);
    }
    assert.equal((await client.get('/swagger')).headers['location'], '/swagger/index.html');
    assert.equal((await client.get('/swagger/')).headers['location'], '/swagger/index.html');
  });
});

describe('Any request', () => {
  it('is answered as a problem where there is no route', async () => {
    const { client } = createTestApi();
    for (const path of ['/', '/api', '/api/order', '/api/order/1/2/3', '/swagger/nothing', '/swagger/%zz', '/swagger/..%2f..%2fpackage.json', '/swagger/a%00b', '/swagger/package.json', '/api/orders/a/b', '/%zz', '/__proto__']) {
      assertProblem(await client.get(path), 'ROUTE_NOT_FOUND');
    }
  });

  it('is answered with the methods of a route that does not take its own', async () => {
    const { client } = createTestApi();
    const wrong = [
      [client.get('/api/orders'), 'POST'],
      [client.put('/api/orders').send(ORDER), 'POST'],
      [client.delete('/api/orders/user-1'), 'GET, HEAD'],
      [client.post('/api/order/1'), 'GET, HEAD'],
      [client.patch('/api/methods'), 'GET, HEAD'],
      [client.options('/health'), 'GET, HEAD'],
      [client.post('/swagger/index.html'), 'GET, HEAD'],
      [client.get('/api/order/1/decision'), 'POST'],
      [client.get('/api/order/1/cancel'), 'POST'],
      [client.post('/api/holds'), 'GET, HEAD'],
      [client.delete('/api/users/user-1/limit'), 'GET, HEAD, PUT'],
      [client.put('/api/users/user-1/exposure'), 'GET, HEAD'],
      [client.get('/api/orders/user/test'), 'DELETE'],
    ] as const;
    for (const [request, allow] of wrong) {
      const answer = await request;
      assertProblem(answer, 'HTTP_METHOD_NOT_ALLOWED');
      assert.equal(answer.headers['allow'], allow);
    }
    assert.equal((await client.head('/api/methods')).status, 200);
  });

  it('learns nothing about a fault of ours but where to ask; the log knows it by the same id', async () => {
    const { client, orders, logger } = createTestApi();
    const fault = new Error('password is hunter2');
    const logged: object[] = [];
    orders.listByUser = () => Promise.reject(fault);
    logger.error = ((_message: string, facts: object) => logged.push(facts)) as unknown as typeof logger.error;
    const answer = await client.get('/api/orders/user-1');
    assertProblem(answer, 'INTERNAL');
    assert.doesNotMatch(answer.text, /hunter2/);
    assert.deepEqual(logged, [{ requestId: answer.headers['x-request-id'], method: 'GET', path: '/api/orders/user-1', error: fault }]);
  });

  it('is answered with the headers that keep a browser safe, and without our name', async () => {
    const { client } = createTestApi();
    for (const path of ['/health', '/api/orders/user-1', '/swagger/index.html', '/no/such/route', '/api/order/%']) {
      const { headers } = await client.get(path);
      assert.equal(headers['x-content-type-options'], 'nosniff', path);
      assert.equal(headers['x-frame-options'], 'SAMEORIGIN', path);
      assert.match(String(headers['content-security-policy']), /default-src 'self'/, path);
      assert.match(String(headers['strict-transport-security']), /^max-age=\d{8}/, path);
      assert.equal(headers['x-powered-by'], undefined, path);
      assert.equal(headers['etag'], undefined, path);
    }
  });
});
