import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { until } from '../../../test/until';
import { END, FORM, head, JSON_BODY, MULTIPART, PARTS, posting, URLENCODED } from './raw-request.fixture';
import { servedApi } from './served.fixture';

const CLIENTS = 10_000;
const AT_ONCE = 200;

/** Until then the heap grows by what the engine learns of the code; some of it still comes later. */
const WARM_UP = 2_000;

/** What may be left of all of them together: 200 bytes of each. A request, a response or a socket that is kept takes over 2000. */
const LEFT_BYTES = 200 * CLIENTS;

const cut = (bytes: Buffer) => bytes.subarray(0, -5);
const chunk = (type: string, text: string) => Buffer.from(`${head(`Content-Type: ${type}`, 'Transfer-Encoding: chunked')}ff\r\n${text}`);

/** What they send before they leave. */
const BEGUN: readonly Buffer[] = [
  '',
  'POST /api/ord',
  'POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-',
  head('Content-Type: application/json', 'Content-Length: 100'),
  head(`Content-Type: ${URLENCODED}`, 'Content-Length: 100'),
  head(`Content-Type: ${MULTIPART}`, 'Content-Length: 100'),
  cut(posting('application/json', JSON_BODY)),
  cut(posting(URLENCODED, FORM)),
  cut(posting(MULTIPART, PARTS + END)),
  chunk('application/json', '{"value":'),
  chunk(MULTIPART, PARTS),
  `${head('Content-Type: text/plain', 'Content-Length: 100')}x`,
  `${head(`Content-Type: ${URLENCODED}`, 'Content-Length: 99999')}x`,
  // The whole of it, which waits for its answer; under one key it is one order, however often it comes.
  posting(URLENCODED, FORM, 'Prefer: wait=10', 'Idempotency-Key: left'),
].map((bytes) => Buffer.from(bytes));

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function heapBytes(): Promise<number> {
  for (let pass = 0; pass < 4; pass += 1) {
    await turn();
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

function handles(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

describe('Clients that leave in the middle', () => {
  const api = servedApi();
  const accepted = new Set<Socket>();
  const connections = () => new Promise<number>((resolve) => void api.server.getConnections((_error, count) => resolve(count)));

  before(() => {
    api.server.on('connection', (socket) => void accepted.add(socket.once('close', () => accepted.delete(socket))));
  });

  /** So many come, send their beginning, and leave once all of it was read: half of them orderly, half with a reset. */
  async function comeAndLeave(count: number): Promise<void> {
    const clients = Array.from({ length: count }, () => connect(api.port, '127.0.0.1').on('error', () => undefined));
    await Promise.all(clients.map((client) => once(client, 'connect')));
    const sent = clients.map((client, index) => {
      const bytes = BEGUN[index % BEGUN.length] ?? Buffer.alloc(0);
      client.write(bytes);
      return bytes.length;
    });
    const total = sent.reduce((sum, length) => sum + length);
    await until('all was read', () => accepted.size === count && [...accepted].reduce((sum, { bytesRead }) => sum + bytesRead, 0) === total);
    clients.forEach((client, index) => (Math.floor(index / BEGUN.length) % 2 === 0 ? client.destroy() : client.resetAndDestroy()));
    await until('the server is alone', async () => (await connections()) === 0);
  }

  it(`leave nothing behind, ${CLIENTS} of them`, async () => {
    for (let left = 0; left < WARM_UP; left += AT_ONCE) await comeAndLeave(AT_ONCE);
    const [heapBefore, handlesBefore] = [await heapBytes(), handles()];
    for (let left = 0; left < CLIENTS; left += AT_ONCE) await comeAndLeave(AT_ONCE);
    for (const [kind, count] of handles()) assert.ok(count <= (handlesBefore.get(kind) ?? 0), `${count} handles of the kind ${kind}`);
    await until(`the heap has grown by less than ${LEFT_BYTES} bytes`, async () => (await heapBytes()) - heapBefore < LEFT_BYTES);
    assert.equal((await api.orders.listByUser('user-1', { offset: 0, limit: 1 })).total, 1);
  }).timeout(120_000);
});
