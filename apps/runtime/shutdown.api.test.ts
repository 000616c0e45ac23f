import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { closedPort } from '../../test/contracts/closed-port';
import { until } from '../../test/until';

const STARTED_WITHIN_MS = 30_000;
const DELAY_MS = 2_000;

/** The API in a process of its own, with nothing behind it. */
async function startApi(folder: string): Promise<{ process: ChildProcess; port: number }> {
  const port = await closedPort();
  const nowhere = `127.0.0.1:${await closedPort()}`;
  const env = {
    HOST: '127.0.0.1',
    API_PORT: String(port),
    TEMPORAL_ADDRESS: nowhere,
    POSTGRES_URL: `postgres://nobody@${nowhere}/nothing`,
    MONGO_URL: `mongodb://${nowhere}/`,
    SPOOL_FOLDER: folder,
    SHUTDOWN_DELAY_MS: String(DELAY_MS),
    LOG_LEVEL: 'error',
  };
  const child = spawn(process.execPath, ['--import', 'tsx', require.resolve('../api/main')], { env, stdio: 'ignore' });
  const isUp = () => fetch(`http://127.0.0.1:${port}/health`).then(({ ok }) => ok, () => false);
  await until('the API listens', isUp, STARTED_WITHIN_MS);
  return { process: child, port };
}

/** Begins an order and sends no more than the half of it. */
async function beginRequest(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  await once(socket, 'connect');
  socket.write('POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{');
  return socket;
}

async function endRequest(socket: Socket): Promise<string> {
  socket.write('}');
  let answer = '';
  for await (const text of socket) answer += String(text);
  return answer;
}

/** Whether it says itself that it is going; everything that it needs is down all the time. */
async function saysThatItGoes(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readiness`);
  assert.equal(answer.status, 503);
  const { down } = (await answer.json()) as { down: string[] };
  if (down.includes('api')) assert.equal(answer.headers.get('connection'), 'close');
  return down.includes('api');
}

describe('The API, when it is told to stop', function () {
  this.timeout(STARTED_WITHIN_MS + 20_000);

  it('says that it is not ready and serves on for a while, lets requests in flight finish, and ends with 0', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'shutdown-'));
    const { process: api, port } = await startApi(folder);
    const exited = once(api, 'exit');
    try {
      const [early, late] = await Promise.all([beginRequest(port), beginRequest(port)]);
      assert.equal(await saysThatItGoes(port), false);
      const stoppedAt = Date.now();
      api.kill('SIGTERM');
      await until('it says so', () => saysThatItGoes(port), DELAY_MS);
      assert.match(await endRequest(early), /^HTTP\/1\.1 422 /);

      await until('it takes no more connections', () => fetch(`http://127.0.0.1:${port}/health`).then(() => false, () => true));
      assert.ok(Date.now() - stoppedAt >= DELAY_MS - 50, 'it served on');
      assert.equal(api.exitCode, null);
      assert.match(await endRequest(late), /^HTTP\/1\.1 422 /);
      assert.deepEqual(await exited, [0, null]);
    } finally {
      api.kill('SIGKILL');
      await rm(folder, { recursive: true });
    }
  });
});
