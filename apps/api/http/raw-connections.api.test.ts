import assert from 'node:assert/strict';
import { once } from 'node:events';
import { assertProblem } from '../api.fixture';
import { LINGER_MS } from './answer';
import { connectTo, type RawAnswer, type RawConnection } from './raw-connection.fixture';
import { asking, END, FORM, head, JSON_BODY, MULTIPART, PARTS, posting, URLENCODED } from './raw-request.fixture';
import { servedApi } from './served.fixture';

const ORDER = posting(URLENCODED, FORM);
const HEALTH = asking('GET', '/health');
const NO_HTTP = 'hello\r\n\r\n';
const bodies = { 'application/json': JSON_BODY, [URLENCODED]: FORM, [MULTIPART]: PARTS + END };

const statuses = (answers: readonly { readonly status: number }[]) => answers.map(({ status }) => status);

describe('A client that is slow', () => {
  const api = servedApi({ headersTimeout: 250, requestTimeout: 500, connectionsCheckingInterval: 10 });

  async function assertTimedOut({ next, rest }: RawConnection): Promise<void> {
    const answer = await next();
    assertProblem(answer, 'REQUEST_TIMEOUT');
    assert.equal(answer.headers['connection'], 'close');
    assert.deepEqual(await rest(), []);
  }

  for (const [what, bytes] of Object.entries({ 'not a byte': '', 'half a line': 'GET /hea', 'half a head': 'GET /health HTTP/1.1\r\nHost: x\r\n' })) {
    it(`is told so when the head does not come: ${what}`, async () => {
      const connection = await connectTo(api.port);
      connection.send(bytes);
      await assertTimedOut(connection);
    });
  }

  for (const [type, body] of Object.entries(bodies)) {
    it(`is told so when the body does not come, and cannot order with it any more: ${type}`, async () => {
      const { socket, send, next } = await connectTo(api.port);
      const closed = once(socket, 'close');
      const bytes = posting(type, body);
      send(bytes.subarray(0, -1));
      assertProblem(await next(), 'REQUEST_TIMEOUT');
      send(bytes.subarray(-1));
      socket.end();
      await closed;
      assert.equal((await api.orders.listByUser('user-1', { offset: 0, limit: 1 })).total, 0);
    });
  }

  it('is told so when the body comes in drops', async () => {
    const connection = await connectTo(api.port);
    connection.send(head(`Content-Type: ${URLENCODED}`, 'Transfer-Encoding: chunked'));
    const drops = setInterval(() => connection.send('1\r\na\r\n'), 20);
    const answer = await connection.next().finally(() => clearInterval(drops));
    assertProblem(answer, 'REQUEST_TIMEOUT');
    connection.socket.destroy();
  });

  it('is told so on a connection that was used before', async () => {
    const connection = await connectTo(api.port);
    connection.send(HEALTH);
    assert.equal((await connection.next()).status, 200);
    connection.send('GET /hea');
    await assertTimedOut(connection);
  });
});

describe('A connection with more than one request', () => {
  const api = servedApi();

  it('is answered in order when they come at once, after errors too', async () => {
    const { socket, send, next } = await connectTo(api.port);
    const all = [posting(URLENCODED, ''), HEALTH, asking('GET', '/nothing'), ORDER, asking('BREW', '/').replace('BREW', 'PATCH'), HEALTH];
    send(Buffer.concat(all.map((bytes) => Buffer.from(bytes))));
    const answers: RawAnswer[] = [];
    while (answers.length < all.length) answers.push(await next());
    assert.deepEqual(statuses(answers), [422, 200, 404, 201, 404, 200]);
    socket.destroy();
  });

  it('is answered all that is due before one that cannot be read, and then closed', async () => {
    for (const broken of [NO_HTTP, `${HEALTH.slice(0, -2)}A : b\r\n\r\n`, head('Content-Length: 1', 'Transfer-Encoding: chunked')]) {
      const { send, rest, socket } = await connectTo(api.port);
      send(Buffer.concat([ORDER, ORDER, Buffer.from(broken + HEALTH)]));
      socket.end();
      const answers = await rest();
      assert.deepEqual(statuses(answers), [201, 201, 400]);
      assert.equal(answers[2]?.headers['connection'], 'close');
    }
  });

  it('is answered for a body that breaks, after what is due before it', async () => {
    const { send, rest, socket } = await connectTo(api.port);
    send(Buffer.concat([ORDER, Buffer.from(`${head(`Content-Type: ${URLENCODED}`, 'Transfer-Encoding: chunked')}zz\r\n`)]));
    socket.end();
    assert.deepEqual(statuses(await rest()), [201, 400]);
  });
});

describe('A client that sends no more', function () {
  // Nothing is waited for that cannot come.
  this.timeout(LINGER_MS);
  const api = servedApi();
  const cut: Record<string, Buffer> = { 'in the first line': Buffer.from('GET /hea'), 'in a header': Buffer.from('GET / HTTP/1.1\r\nHos') };
  for (const [type, body] of Object.entries(bodies)) {
    cut[`after the head: ${type}`] = Buffer.from(head(`Content-Type: ${type}`, 'Content-Length: 100'));
    cut[`in the body: ${type}`] = posting(type, body).subarray(0, -5);
    cut[`in a chunk: ${type}`] = Buffer.from(`${head(`Content-Type: ${type}`, 'Transfer-Encoding: chunked')}64\r\n${body.slice(0, 20)}`);
  }
  for (const [where, bytes] of Object.entries(cut)) {
    it(`is told that the request cannot be read, at once: ${where}`, async () => {
      const { send, next, rest, socket } = await connectTo(api.port);
      send(bytes);
      socket.end();
      assertProblem(await next(), 'REQUEST_UNREADABLE');
      assert.deepEqual(await rest(), []);
    });
  }
});
