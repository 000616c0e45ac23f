import assert from 'node:assert/strict';
import { assertProblem } from '../api.fixture';
import type { ProblemCode } from './replies';
import { ask } from './raw-connection.fixture';
import { asking } from './raw-request.fixture';
import { servedApi } from './served.fixture';

describe('A method that a route does not take', () => {
  const api = servedApi();
  const anywhere = 'GET, HEAD, POST, PUT, DELETE';
  const rows = [
    ['OPTIONS', '/api/orders', 'POST'],
    ['TRACE', '/health', 'GET, HEAD'],
    ['PATCH', '/api/order/1', 'GET, HEAD'],
    ['PROPFIND', '/api/orders/user-1', 'GET, HEAD'],
    ['BREW', '/api/orders', anywhere],
    ['post', '/api/orders', anywhere],
    ['CONNECT', 'x:443', ''],
  ] as const;
  for (const [method, target, allowed] of rows) {
    it(`is refused with those that there are: ${method}`, async () => {
      const answer = await ask(api.port, asking(method, target));
      assertProblem(answer, 'HTTP_METHOD_NOT_ALLOWED');
      assert.equal(answer.headers['allow'], allowed);
    });
  }
});

type Row = readonly [what: string, bytes: string, code: ProblemCode];

describe('A path or a query on a raw socket', () => {
  const api = servedApi();
  const rows: Row[] = [
    ['dots', asking('GET', '/api/../health'), 'ROUTE_NOT_FOUND'],
    ['dots out of a folder', asking('GET', '/swagger/../../package.json'), 'ROUTE_NOT_FOUND'],
    ['backslashes', asking('GET', '/swagger\\..\\package.json'), 'ROUTE_NOT_FOUND'],
    ['two slashes', asking('GET', '//health'), 'ROUTE_NOT_FOUND'],
    ['a star', asking('OPTIONS', '*'), 'ROUTE_NOT_FOUND'],
    ...['%zz', '%ff', '%E0%A4%A', '%', '%ED%A0%80'].map((user): Row => [`the encoding ${user}`, asking('GET', `/api/orders/${user}`), 'PATH_UNREADABLE']),
    ['an encoding for an order', asking('GET', '/api/order/%'), 'PATH_UNREADABLE'],
    ['NUL for a user', asking('GET', '/api/orders/a%00b'), 'FIELDS_INVALID'],
    ['lines for a user', asking('GET', '/api/orders/a%0D%0ASet-Cookie:%20b'), 'FIELDS_INVALID'],
    ['text turned round for a user', asking('GET', '/api/orders/%E2%80%AEresu'), 'FIELDS_INVALID'],
    ['a long user', asking('GET', `/api/orders/${'x'.repeat(256)}`), 'FIELDS_INVALID'],
  ];
  for (const [what, bytes, code] of rows) {
    it(`is refused: ${what}`, async () => {
      assertProblem(await ask(api.port, bytes), code);
    });
  }

  const numbers = ['', '-1', '-0', '1.5', 'x', 'NaN', '1e1', '0x1', '+1', '%201', '1%00', '%zz', '%ff', '%EF%BC%91', '1;offset=2', '2147483648', '9'.repeat(400)];
  const wrong = { offset: [...numbers, '1&offset=1'], limit: [...numbers, '1&limit=1', '0', '101'] };
  for (const [parameter, values] of Object.entries(wrong)) {
    it(`is refused, and named: ${parameter}`, async () => {
      for (const value of values) {
        const answer = await ask(api.port, asking('GET', `/api/orders/u?${parameter}=${value}`));
        assert.deepEqual(assertProblem(answer, 'FIELDS_INVALID').errors?.map(({ field }) => field), [parameter], value);
      }
    });
  }

  it('is served when only what nobody asks for is odd', async () => {
    for (const query of ['%zz', '__proto__=1', 'constructor[prototype]=1', 'limit[]=1', '?', '&&&']) {
      assert.equal((await ask(api.port, asking('GET', `/api/orders/u?${query}`))).status, 200, query);
    }
  });
});
