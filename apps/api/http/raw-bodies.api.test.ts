import assert from 'node:assert/strict';
import { assertProblem } from '../api.fixture';
import type { ProblemCode } from './replies';
import { ask } from './raw-connection.fixture';
import { END, FORM, head, JSON_BODY, MEMBERS, MULTIPART, part, PARTS, posting, URLENCODED } from './raw-request.fixture';
import { servedApi } from './served.fixture';

const JSON_TYPE = 'application/json';

type Row = readonly [what: string, type: string, body: string | Buffer, code: ProblemCode];

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const deep = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);
const nested = (name: string) =>
  part(name, '--y\r\nContent-Disposition: form-data; name="value"\r\n\r\n1\r\n--y--', 'Content-Type: multipart/mixed; boundary=y');
const file = (name: string, named: string) => part(name, '1', 'Content-Type: text/plain').replace(`"${name}"`, `"${name}"; ${named}`);

const IN_JSON: Row[] = [
  ['it breaks off', JSON_TYPE, '{"value":', 'BODY_UNREADABLE'],
  ['it is empty', JSON_TYPE, '', 'BODY_UNREADABLE'],
  ['NaN', JSON_TYPE, '{"value":NaN}', 'BODY_UNREADABLE'],
  ['a number in hex', JSON_TYPE, '{"value":0x10}', 'BODY_UNREADABLE'],
  ['a number that begins with 0', JSON_TYPE, '{"value":01}', 'BODY_UNREADABLE'],
  ['a comment', JSON_TYPE, `{${MEMBERS}/**/}`, 'BODY_UNREADABLE'],
  ['a comma too many', JSON_TYPE, `{${MEMBERS},}`, 'BODY_UNREADABLE'],
  ['something after it', JSON_TYPE, `${JSON_BODY}{}`, 'BODY_UNREADABLE'],
  ['single quotes', JSON_TYPE, "{'value':'1'}", 'BODY_UNREADABLE'],
  ['a raw NUL', JSON_TYPE, '{"value":"1\u0000"}', 'BODY_UNREADABLE'],
  ['a list', JSON_TYPE, `[${JSON_BODY}]`, 'FIELDS_INVALID'],
  ['null', JSON_TYPE, 'null', 'FIELDS_INVALID'],
  ['a number', JSON_TYPE, '1', 'FIELDS_INVALID'],
  ['deep lists', JSON_TYPE, deep('[', ']', 8_000), 'BODY_UNREADABLE'],
  ['deep objects', JSON_TYPE, `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`, 'BODY_UNREADABLE'],
  ['deep lists under a repeated name', JSON_TYPE, `{"a":${deep('[', ']', 7_000)},"a":1}`, 'BODY_UNREADABLE'],
  ['a name twice, of which nobody knows', JSON_TYPE, `{${MEMBERS},"a":1,"a":1}`, 'FIELDS_INVALID'],
  ['a byte that is not UTF-8', JSON_TYPE, latin1('{"user_id":"Zo\u00eb"}'), 'BODY_UNREADABLE'],
  ['UTF-16', JSON_TYPE, Buffer.from(JSON_BODY, 'utf16le'), 'BODY_UNREADABLE'],
  ['1 MB', JSON_TYPE, `{"value":"${'1'.repeat(1_000_000)}"}`, 'BODY_TOO_LARGE'],
];

const IN_A_FORM: Row[] = [
  ['it is empty', URLENCODED, '', 'FIELDS_INVALID'],
  ['nothing but separators', URLENCODED, '&&=&', 'FIELDS_INVALID'],
  ['names with brackets', URLENCODED, FORM.replace('user_id=', 'user_id[$ne]='), 'FIELDS_INVALID'],
  ['broken percent-encoding', URLENCODED, 'value=%zz', 'BODY_UNREADABLE'],
  ['percent-encoding that is not UTF-8', URLENCODED, 'value=%ff', 'BODY_UNREADABLE'],
  ['percent-encoding that is too long', URLENCODED, 'value=%C0%80', 'BODY_UNREADABLE'],
  ['percent-encoding of a surrogate', URLENCODED, 'value=%ED%A0%80', 'BODY_UNREADABLE'],
  ['a byte that is not UTF-8', URLENCODED, latin1(FORM.replace('user-1', 'Zo\u00eb')), 'BODY_UNREADABLE'],
  ['1 MB', URLENCODED, `value=${'1'.repeat(1_000_000)}`, 'BODY_TOO_LARGE'],
];

const IN_PARTS: Row[] = [
  ['it is empty', MULTIPART, '', 'BODY_UNREADABLE'],
  ['it is something else', MULTIPART, FORM, 'BODY_UNREADABLE'],
  ['no end', MULTIPART, PARTS, 'BODY_UNREADABLE'],
  ['it breaks off in a header', MULTIPART, '--x\r\nContent-Dispo', 'BODY_UNREADABLE'],
  ['it breaks off in a value', MULTIPART, PARTS.slice(0, -10), 'BODY_UNREADABLE'],
  ['another boundary', MULTIPART, (PARTS + END).replaceAll('--x', '--y'), 'BODY_UNREADABLE'],
  ['no boundary', 'multipart/form-data', PARTS + END, 'BODY_UNREADABLE'],
  ['an empty boundary', 'multipart/form-data; boundary=""', PARTS + END, 'BODY_UNREADABLE'],
  ['lines that end with LF', MULTIPART, (PARTS + END).replaceAll('\r\n', '\n'), 'BODY_UNREADABLE'],
  ['a broken header', MULTIPART, `--x\r\n:\u0001\r\n\r\n1\r\n${END}`, 'BODY_UNREADABLE'],
  ['a part without a value', MULTIPART, `--x\r\nContent-Disposition: form-data; name="value"\r\n${END}`, 'BODY_UNREADABLE'],
  ['a part without a name', MULTIPART, `--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n${PARTS}${END}`, 'BODY_UNREADABLE'],
  ['a name with brackets', MULTIPART, PARTS + part('value[]', '1') + END, 'BODY_UNREADABLE'],
  ['constructor[prototype]', MULTIPART, PARTS + part('constructor[prototype]', '1') + END, 'BODY_UNREADABLE'],
  ['__proto__[x]', MULTIPART, PARTS + part('__proto__[x]', '1') + END, 'BODY_UNREADABLE'],
  ['a file', MULTIPART, file('value', 'filename="v.txt"') + END, 'FIELDS_INVALID'],
  ['a file besides', MULTIPART, PARTS + file('more', "filename*=UTF-8''v.txt") + END, 'FIELDS_INVALID'],
  ['bytes for a value', MULTIPART, part('value', '1', 'Content-Type: application/octet-stream') + END, 'FIELDS_INVALID'],
  ['multipart for a value', MULTIPART, PARTS.replace(part('value', '1000.00'), nested('value')) + END, 'FIELDS_INVALID'],
  ['base64 for a value', MULTIPART, part('value', 'MTA=', 'Content-Transfer-Encoding: base64') + END, 'FIELDS_INVALID'],
  ['a charset nobody knows', MULTIPART, PARTS.replace('"user_id"', '"user_id"\r\nContent-Type: text/plain; charset=klingon') + END, 'FIELDS_INVALID'],
  ['bytes that are not UTF-8', MULTIPART, latin1(PARTS.replace('user-1', 'Zo\u00eb') + END), 'FIELDS_INVALID'],
  ['too many parts', MULTIPART, PARTS + part('a', '1').repeat(100) + END, 'BODY_TOO_LARGE'],
  ['a long name', MULTIPART, PARTS + part('a'.repeat(200), '1') + END, 'BODY_TOO_LARGE'],
  ['1 MB in a part', MULTIPART, part('value', '1'.repeat(1_000_000)) + END, 'BODY_TOO_LARGE'],
  ['1 MB after the last part', MULTIPART, PARTS + END + 'x'.repeat(1_000_000), 'BODY_TOO_LARGE'],
];

const OF_A_TYPE: Row[] = [
  ['text', 'text/plain', FORM, 'CONTENT_TYPE_UNSUPPORTED'],
  ['XML', 'application/xml', '<order/>', 'CONTENT_TYPE_UNSUPPORTED'],
  ['another multipart', 'multipart/mixed; boundary=x', PARTS + END, 'CONTENT_TYPE_UNSUPPORTED'],
  ['another JSON', 'application/merge-patch+json', JSON_BODY, 'CONTENT_TYPE_UNSUPPORTED'],
  ['another charset', 'application/json; charset=utf-16', JSON_BODY, 'CONTENT_TYPE_UNSUPPORTED'],
  ['a charset nobody knows', `${URLENCODED}; charset=klingon`, FORM, 'CONTENT_TYPE_UNSUPPORTED'],
  ['a charset without a name', 'application/json; charset=', JSON_BODY, 'CONTENT_TYPE_UNSUPPORTED'],
  ['no type at all', ';;;', FORM, 'CONTENT_TYPE_UNSUPPORTED'],
];

describe('A body that is not an order', () => {
  const api = servedApi();
  for (const [where, rows] of Object.entries({ 'in JSON': IN_JSON, 'in a form': IN_A_FORM, 'in parts': IN_PARTS, 'of another type': OF_A_TYPE })) {
    for (const [what, type, body, code] of rows) {
      it(`is refused ${where}: ${what}`, async () => {
        assertProblem(await ask(api.port, posting(type, body)), code);
      });
    }
  }

  it('is refused without a type, with and without a body', async () => {
    assertProblem(await ask(api.port, head()), 'CONTENT_TYPE_UNSUPPORTED');
    assertProblem(await ask(api.port, head('Content-Length: 2'), '{}'), 'CONTENT_TYPE_UNSUPPORTED');
  });

  it('is refused when it is compressed', async () => {
    assertProblem(await ask(api.port, posting(JSON_TYPE, JSON_BODY, 'Content-Encoding: gzip')), 'CONTENT_TYPE_UNSUPPORTED');
  });
});

describe('A body that is an order and more', () => {
  const api = servedApi();
  const many = Array.from({ length: 1_000 }, (_, index) => `,"a${index}":1`).join('');
  const rows: [what: string, type: string, body: string][] = [
    ['JSON with names that objects have', JSON_TYPE, `{${MEMBERS},"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":2}`],
    ['JSON with other shapes', JSON_TYPE, `{${MEMBERS},"x":[{"y":[]}],"constructor[prototype]":1,"constructor.prototype":1}`],
    ['JSON with many members', JSON_TYPE, `{${MEMBERS}${many}}`],
    ['JSON with a byte order mark', JSON_TYPE, `\uFEFF${JSON_BODY}`],
    ['a form', URLENCODED, `${FORM}&__proto__=1&constructor=1&constructor[prototype]=1&constructor.prototype=1&toString=1&=1`],
    ['parts', MULTIPART, PARTS + part('__proto__', '1') + part('constructor', '1') + part('constructor.prototype', '1') + END],
    ['parts, one of them multipart', MULTIPART, PARTS + nested('more') + END],
    ['parts, one of them a file field left empty', MULTIPART, PARTS + file('more', 'filename=""') + END],
    ['parts with text around', MULTIPART, `before\r\n${PARTS}${END}after`],
  ];
  for (const [what, type, body] of rows) {
    it(`is accepted, and only the order is taken: ${what}`, async () => {
      assert.equal((await ask(api.port, posting(type, body))).status, 201);
      assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
    });
  }
});
