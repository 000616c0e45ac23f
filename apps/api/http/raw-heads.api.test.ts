import assert from 'node:assert/strict';
import { assertProblem } from '../api.fixture';
import type { ProblemCode } from './replies';
import { ask, connectTo } from './raw-connection.fixture';
import { asking, FORM, head, URLENCODED } from './raw-request.fixture';
import { servedApi } from './served.fixture';

type Row = readonly [what: string, bytes: string | Uint8Array, code?: ProblemCode];

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const told = (line: string) => `${line}\r\nHost: x\r\n\r\n`;
const health = (...headers: string[]) => asking('GET', '/health', ...headers);
const chunked = (body: string) => head(`Content-Type: ${URLENCODED}`, 'Transfer-Encoding: chunked') + body;
const framed = (...headers: string[]) => `${head(`Content-Type: ${URLENCODED}`, ...headers)}0\r\n\r\n`;
const chunk = (size: string) => chunked(`${size}\r\nvalue\r\n0\r\n\r\n`);

const LINES: Row[] = [
  ['something else', 'hello\r\n\r\n'],
  ['TLS', latin1('\u0016\u0003\u0001\u0002\u0000\u0001\u0000')],
  ['no version', 'GET /health\r\n\r\n'],
  ['HTTP/2 by its preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/2 by its name', told('GET /health HTTP/2.0')],
  ['a version there is not', told('GET /health HTTP/9.9')],
  ['a version in small letters', told('GET /health http/1.1')],
  ['no target', told('GET  HTTP/1.1')],
  ['a target without a slash', asking('GET', 'health')],
  ['a space in the target', asking('GET', '/a b')],
  ['a tab in the target', asking('GET', '/a\tb')],
  ['NUL in the target', asking('GET', '/a\u0000')],
  ['raw UTF-8 in the target', asking('GET', '/api/orders/Zoë')],
  ['a raw byte in the target', latin1(asking('GET', '/api/orders/Zo\u00eb'))],
  ['lines that end with LF', 'GET /health HTTP/1.1\nHost: x\n\n'],
];

const HEADERS: Row[] = [
  ['one without a colon', health('Rubbish')],
  ['one without a name', health(': b')],
  ['a space before the colon', health('A : b')],
  ['a name that is none', health('A(b): b')],
  ['a name that is not ASCII', health('ä: b')],
  ['NUL', health('A: b\u0000')],
  ['a bare CR', health('A: b\rc')],
  ['a folded one', health('A: b\r\n c')],
  ['no Host', 'GET /health HTTP/1.1\r\n\r\n'],
  ['two Hosts', health('Host: y')],
  ['two Hosts in HTTP/1.0', 'GET /health HTTP/1.0\r\nHost: x\r\nHost: x\r\n\r\n'],
  ['a large one', health(`A: ${'a'.repeat(20_000)}`), 'HEADERS_TOO_LARGE'],
  ['a large target', asking('GET', `/${'a'.repeat(20_000)}`), 'HEADERS_TOO_LARGE'],
  ['an expectation', health('Expect: 200-ok'), 'EXPECTATION_FAILED'],
];

const LENGTHS: Row[] = [
  ['Content-Length with chunked', framed('Content-Length: 5', 'Transfer-Encoding: chunked')],
  ['chunked with Content-Length', framed('Transfer-Encoding: chunked', 'Content-Length: 5')],
  ['two Content-Lengths', framed('Content-Length: 5', 'Content-Length: 6')],
  ['two equal Content-Lengths', framed('Content-Length: 5', 'Content-Length: 5')],
  ...['', 'abc', '-1', '+1', '5.0', '1e1', '0x5', '5, 5', '9'.repeat(20)].map((length): Row => [
    `Content-Length ${length}`,
    framed(`Content-Length: ${length}`),
  ]),
  ...['', 'identity', 'gzip', 'xchunked', '"chunked"', ',chunked', 'gzip, chunked', 'chunked, identity', 'chunked, chunked', 'chunked;q=1'].map(
    (coding): Row => [`Transfer-Encoding ${coding}`, framed(`Transfer-Encoding: ${coding}`)],
  ),
  ['two Transfer-Encodings', framed('Transfer-Encoding: chunked', 'Transfer-Encoding: identity')],
  ['chunks in HTTP/1.0', chunked('0\r\n\r\n').replace('HTTP/1.1', 'HTTP/1.0')],
  ...['', 'zz', '-5', '0x5', ' 5', '5 ', '5;', 'f'.repeat(17)].map((size): Row => [`a chunk of the size "${size}"`, chunk(size)]),
  ['a chunk that is longer than it says', chunk('4')],
  ['a chunk that is shorter than it says', chunk('6')],
  ['chunks that end with LF', chunked('5\nvalue\n0\n\n')],
  ['a broken trailer', chunked('5\r\nvalue\r\n0\r\nX y\r\n\r\n')],
  ['a large trailer', chunked(`5\r\nvalue\r\n0\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`), 'HEADERS_TOO_LARGE'],
  ['a large chunk extension', chunked(`5;x=${'y'.repeat(20_000)}\r\nvalue\r\n0\r\n\r\n`), 'BODY_TOO_LARGE'],
];

describe('A request on a raw socket', () => {
  const api = servedApi();
  const tables = { 'its first line': LINES, 'its headers': HEADERS, 'where it ends': LENGTHS };
  for (const [part, rows] of Object.entries(tables)) {
    for (const [what, bytes, code = 'REQUEST_UNREADABLE'] of rows) {
      it(`is refused for ${part}: ${what}`, async () => {
        const connection = await connectTo(api.port);
        connection.send(bytes);
        const answer = await connection.next();
        assertProblem(answer, code);
        assert.ok(answer.headers['date']);
        connection.socket.end();
        // Nobody knows where a next request would begin.
        if (code !== 'EXPECTATION_FAILED') assert.equal(answer.headers['connection'], 'close');
        assert.deepEqual(await connection.rest(), []);
      });
    }
  }

  const good: [what: string, bytes: string, status: number][] = [
    ['HTTP/1.0 without a Host', 'GET /health HTTP/1.0\r\n\r\n', 200],
    ['a target with a scheme and a host', asking('GET', 'http://x/health'), 200],
    ['empty lines before it', `\r\n\r\n${health()}`, 200],
    ['another protocol offered', health('Connection: Upgrade', 'Upgrade: websocket'), 200],
    ['UTF-8 in a header', health('A: Zoë'), 200],
    ['chunks, with an extension and a trailer', chunked(`${FORM.length.toString(16)};a=b\r\n${FORM}\r\n0\r\nX: y\r\n\r\n`), 201],
  ];
  for (const [what, bytes, status] of good) {
    it(`is served: ${what}`, async () => {
      assert.equal((await ask(api.port, bytes)).status, status);
    });
  }

  it('is told to go on when it waits for that', async () => {
    const { socket, send, next } = await connectTo(api.port);
    send(head(`Content-Type: ${URLENCODED}`, `Content-Length: ${FORM.length}`, 'Expect: 100-continue'));
    assert.equal((await next()).status, 100);
    send(FORM);
    assert.equal((await next()).status, 201);
    socket.destroy();
  });
});
