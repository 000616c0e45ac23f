import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { assertProblem, createTestApi, ORDER } from './api.fixture';
import type { ProblemCode } from './http/replies';
import { acceptedOrder } from './schemas/order';
import { problem } from './schemas/problem';

const MULTIPART = 'multipart/form-data; boundary=x';
const MEGABYTE = 'x'.repeat(1_000_000);
const { client, app } = createTestApi();

function post(type: string, body: string | Buffer) {
  return client.post('/api/orders').set('Content-Type', type).serialize((sent: unknown) => sent as string).send(body as string);
}

function part(name: string, value: string): string {
  return `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

const PARTS = Object.entries(ORDER).map(([name, value]) => part(name, value)).join('');
const FORM = new URLSearchParams(ORDER).toString();
const JSON_MEMBERS = JSON.stringify(ORDER).slice(1, -1);

const VALUES = ['', ' ', ' 1', '1 ', '-1', '+1', '0', '0.00', '-0', '0.005', '1.001', '9'.repeat(40), '1'.repeat(16), 'NaN', 'Infinity']
  .concat(['1e3', '1e400', '0x10', '1,000.00', '1.000,00', '１０００', '٣', '1.', '.5', '1_000', '1\u0000', '1\n', 'ten', '$1', 'null', '[]']);

const USERS = ['', ' ', ' u', 'u ', '.', '..', 'x'.repeat(256), 'a\u0000b', 'a\nb', 'a\r\nb', '\u001b[31m', 'a\u007f', 'lost\ufffd'];

const INSTALLMENTS = ['', ' ', '1.0', '1.5', '1e0', 'one', '１', '0x1', ' 1', '1 ', '+1', '9'.repeat(40), 'true'];

describe('A field that is wrong', () => {
  const wrong = { value: VALUES, user_id: USERS, installment: INSTALLMENTS, method: [''] };
  for (const [field, values] of Object.entries(wrong)) {
    it(`is named, in all three forms: ${field}`, async () => {
      for (const value of values) {
        const body = { ...ORDER, [field]: value };
        const multipart = Object.entries(body).map(([name, text]) => part(name, text)).join('');
        const answers = [
          await client.post('/api/orders').send(body),
          await client.post('/api/orders').type('form').send(new URLSearchParams(body).toString()),
          await post(MULTIPART, `${multipart}--x--\r\n`),
        ];
        for (const answer of answers) {
          assert.deepEqual(assertProblem(answer, 'FIELDS_INVALID').errors?.map((error) => error.field), [field], JSON.stringify(value));
        }
      }
    });
  }

  it('is named when JSON gives it another type', async () => {
    for (const field of Object.keys(ORDER)) {
      for (const value of ['true', 'false', 'null', '[]', '["1"]', '{}', '{"a":1}', '-1.5', '1e400', '1e2', '"\\ud800"', '-0.0']) {
        if (value === '"\\ud800"' && field === 'method') continue;
        const members = Object.entries(ORDER).map(([name, text]) => `"${name}":${name === field ? value : JSON.stringify(text)}`);
        const answer = await post('application/json', `{${members.join(',')}}`);
        assert.deepEqual(assertProblem(answer, 'FIELDS_INVALID').errors?.map((error) => error.field), [field], `${field} ${value}`);
      }
    }
  });

  it('is named when it comes twice, equal or not', async () => {
    for (const [name, value] of Object.entries(ORDER)) {
      const answers = [
        await post('application/json', `{${JSON_MEMBERS},"${name}":"${value}"}`),
        await post('application/json', `{"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}":"2",${JSON_MEMBERS}}`),
        await post('application/x-www-form-urlencoded', `${FORM}&${name}=${value}`),
        await post(MULTIPART, `${PARTS}${part(name, 'other')}--x--\r\n`),
      ];
      for (const answer of answers) {
        assert.deepEqual(assertProblem(answer, 'FIELDS_INVALID').errors, [{ field: name, message: 'must be given once' }]);
      }
    }
  });
});

describe('A body that is not an order', () => {
  const file = `--x\r\nContent-Disposition: form-data; name="value"; filename="v.txt"\r\nContent-Type: text/plain\r\n\r\n1\r\n`;
  const latin1 = Buffer.from(FORM.replace('user-1', 'Zo\u00eb'), 'latin1');
  const cases: [what: string, type: string, body: string | Buffer, code: ProblemCode][] = [
    ['no JSON', 'application/json', '{"value":', 'BODY_UNREADABLE'],
    ['empty JSON', 'application/json', '', 'BODY_UNREADABLE'],
    ['NaN in JSON', 'application/json', '{"value":NaN}', 'BODY_UNREADABLE'],
    ['a comment in JSON', 'application/json', `{${JSON_MEMBERS}/**/}`, 'BODY_UNREADABLE'],
    ['a comma too many in JSON', 'application/json', `{${JSON_MEMBERS},}`, 'BODY_UNREADABLE'],
    ['single quotes in JSON', 'application/json', "{'value':'1'}", 'BODY_UNREADABLE'],
    ['a raw NUL in JSON', 'application/json', `{"value":"1\u0000"}`, 'BODY_UNREADABLE'],
    ['JSON that is no object', 'application/json', '[1]', 'FIELDS_INVALID'],
    ['JSON null', 'application/json', 'null', 'FIELDS_INVALID'],
    ['a JSON number', 'application/json', '1', 'FIELDS_INVALID'],
    ['deep JSON lists', 'application/json', '['.repeat(8_000) + ']'.repeat(8_000), 'BODY_UNREADABLE'],
    ['deep JSON objects', 'application/json', `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`, 'BODY_UNREADABLE'],
    ['deep JSON under a repeated name', 'application/json', `{"a":${'['.repeat(7_000)}${']'.repeat(7_000)},"a":1}`, 'BODY_UNREADABLE'],
    ['a byte that is not UTF-8 in JSON', 'application/json', Buffer.from(`{"user_id":"Zo\u00eb"}`, 'latin1'), 'BODY_UNREADABLE'],
    ['a byte that is not UTF-8 in a form', 'application/x-www-form-urlencoded', latin1, 'BODY_UNREADABLE'],
    ['broken percent-encoding', 'application/x-www-form-urlencoded', 'value=%zz', 'BODY_UNREADABLE'],
    ['percent-encoding that is not UTF-8', 'application/x-www-form-urlencoded', 'value=%ff', 'BODY_UNREADABLE'],
    ['an empty form', 'application/x-www-form-urlencoded', '', 'FIELDS_INVALID'],
    ['nothing but separators', 'application/x-www-form-urlencoded', '&&=&', 'FIELDS_INVALID'],
    ['multipart cut off', MULTIPART, PARTS, 'BODY_UNREADABLE'],
    ['multipart cut off in a header', MULTIPART, '--x\r\nContent-Dispo', 'BODY_UNREADABLE'],
    ['multipart with another boundary', MULTIPART, PARTS.replaceAll('--x', '--y'), 'BODY_UNREADABLE'],
    ['multipart without a boundary', 'multipart/form-data', `${PARTS}--x--\r\n`, 'BODY_UNREADABLE'],
    ['multipart with a broken header', MULTIPART, `--x\r\n:\u0001\r\n\r\n1\r\n--x--\r\n`, 'BODY_UNREADABLE'],
    ['multipart that is none', MULTIPART, 'value=1', 'BODY_UNREADABLE'],
    ['empty multipart', MULTIPART, '', 'BODY_UNREADABLE'],
    ['a part without a name', MULTIPART, `--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n${PARTS}--x--\r\n`, 'BODY_UNREADABLE'],
    ['a part with a nested name', MULTIPART, `${PARTS}${part('value[]', '1')}--x--\r\n`, 'BODY_UNREADABLE'],
    ['a file', MULTIPART, `${file}--x--\r\n`, 'FIELDS_INVALID'],
    ['too many parts', MULTIPART, `${part('a', '1').repeat(100)}--x--\r\n`, 'BODY_TOO_LARGE'],
    ['1 MB of JSON', 'application/json', `{"value":"${MEGABYTE}"}`, 'BODY_TOO_LARGE'],
    ['1 MB of form', 'application/x-www-form-urlencoded', `value=${MEGABYTE}`, 'BODY_TOO_LARGE'],
    ['1 MB of multipart', MULTIPART, `${part('value', MEGABYTE)}--x--\r\n`, 'BODY_TOO_LARGE'],
    ['1 MB after the last part', MULTIPART, `${PARTS}--x--\r\n${MEGABYTE}`, 'BODY_TOO_LARGE'],
    ['another type', 'text/plain', FORM, 'CONTENT_TYPE_UNSUPPORTED'],
    ['XML', 'application/xml', '<order/>', 'CONTENT_TYPE_UNSUPPORTED'],
    ['another multipart', 'multipart/mixed; boundary=x', `${PARTS}--x--\r\n`, 'CONTENT_TYPE_UNSUPPORTED'],
    ['another charset', 'application/json; charset=utf-16', `{${JSON_MEMBERS}}`, 'CONTENT_TYPE_UNSUPPORTED'],
    ['an unheard-of charset', 'application/x-www-form-urlencoded; charset=klingon', FORM, 'CONTENT_TYPE_UNSUPPORTED'],
    ['a type that is none', ';;;', FORM, 'CONTENT_TYPE_UNSUPPORTED'],
  ];
  for (const [what, type, body, code] of cases) {
    it(`is refused: ${what}`, async () => {
      assertProblem(await post(type, body), code);
    });
  }

  it('is refused: no type and no body', async () => {
    assertProblem(await client.post('/api/orders'), 'CONTENT_TYPE_UNSUPPORTED');
  });

  it('is refused: compressed', async () => {
    assertProblem(await client.post('/api/orders').set('Content-Encoding', 'gzip').send(ORDER), 'CONTENT_TYPE_UNSUPPORTED');
  });

  it('is refused: 1 MB that comes in chunks', async () => {
    for (const [type, body] of [['application/json', `{"value":"${MEGABYTE}"}`], [MULTIPART, `${part('value', MEGABYTE)}--x--\r\n`]] as const) {
      const request = client.post('/api/orders').set('Content-Type', type).set('Transfer-Encoding', 'chunked');
      request.write(body);
      assertProblem(await request, 'BODY_TOO_LARGE');
    }
  });

  it('does no harm when its client goes away in the middle', async () => {
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    for (const type of ['application/json', 'application/x-www-form-urlencoded', MULTIPART]) {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.write(`POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: 5000\r\n\r\n--x\r\n`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.resetAndDestroy();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    server.close();
    assert.equal((await client.post('/api/orders').field(ORDER)).status, 201);
  });
});

describe('A field whose bytes are not UTF-8', () => {
  it('is refused in multipart too, where the parser has replaced them', async () => {
    const body = Buffer.from(`${PARTS.replace('user-1', 'Zo\u00eb')}--x--\r\n`, 'latin1');
    assert.deepEqual(assertProblem(await post(MULTIPART, body), 'FIELDS_INVALID').errors?.map(({ field }) => field), ['user_id']);
  });
});

describe('Any body at all', () => {
  const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value));
  const field = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('1', '1000.00', 'user-1', 'cash', 'credit_card'));
  const order = fc.record({ value: field, user_id: field, installment: field, method: field }, { requiredKeys: [] });
  const body = fc.oneof(
    fc.tuple(fc.constantFrom('application/json', 'application/x-www-form-urlencoded', MULTIPART), fc.oneof(fc.string(), json)),
    order.map((fields) => ['application/json', JSON.stringify(fields)] as const),
    order.map((fields) => ['application/x-www-form-urlencoded', new URLSearchParams(fields).toString()] as const),
    order.map((fields) => [MULTIPART, `${Object.entries(fields).map(([name, text]) => part(name, text)).join('')}--x--\r\n`] as const),
  );

  it('is an order or a problem of the client, never one of ours', async () => {
    await fc.assert(
      fc.asyncProperty(body, async ([type, text]) => {
        const answer = await post(type, text);
        assert.ok(answer.status === 201 || (answer.status >= 400 && answer.status < 500), `${answer.status}`);
        (answer.status === 201 ? acceptedOrder : problem).parse(answer.body);
      }),
      { numRuns: 400 },
    );
  }).timeout(60_000);
});
