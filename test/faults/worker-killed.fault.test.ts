import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from '../until';
import { KILL_POINTS, type KillPoint } from './kill-points';
import { theSystem } from './system';

const system = theSystem();

let stillAlive: ChildProcess | undefined;

/** Runs a worker that dies at this point of this user's order; resolves, once it is ready, with a way to await its death. */
async function startKillableWorker(point: KillPoint, userId: string): Promise<{ death: Promise<unknown[]> }> {
  const env = { ...process.env, KILL_AFTER: point, KILL_USER: userId };
  const worker = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'killable-worker.ts')], { env, stdio: 'ignore' });
  stillAlive = worker;
  const death = once(worker, 'exit');
  await until('the killable worker is ready', () => isReady(), 30_000);
  return { death };
}

async function isReady(): Promise<boolean> {
  const response = await fetch(`${system.workerUrl}/readiness`).catch(() => undefined);
  return response?.ok === true;
}

describe('A worker killed', function () {
  this.timeout(180_000);

  before(() => system.stack.start());
  afterEach(() => {
    // One that did not die where it should would keep the port.
    stillAlive?.kill('SIGKILL');
    return system.restore();
  });

  it('after any effect, before its workflow task completes, leaves one outcome everywhere, though the user service answers the opposite the second time', async () => {
    await system.stack.stop('worker');
    const orders = new Map<KillPoint, string>();
    for (const point of KILL_POINTS) {
      const userId = `${point === 'release' ? 'invalid' : 'killed'}-${randomUUID()}`;
      await system.users(point === 'hold' ? 'fail' : 'second-thoughts');
      const { death } = await startKillableWorker(point, userId);
      orders.set(point, await system.order(userId));
      assert.deepEqual(await death, [null, 'SIGKILL'], point);
    }
    await system.users('second-thoughts');
    await system.stack.start('worker');
    const statuses = await system.assertWhole([...orders.values()]);
    for (const [point, id] of orders) {
      // Only what was settled before the kill stands; an order that was merely checked is decided by the second answer.
      const isCanceled = ['check', 'reserve', 'release'].includes(point);
      assert.equal(statuses.get(id), isCanceled ? 'CANCELED USER_INVALID' : 'APPROVED', point);
    }
  });

  it('in the middle of 200 orders lets all of them end once another is there', async () => {
    const orders: string[] = [];
    const run = randomUUID();
    const post = async () => {
      while (orders.length < 200) {
        orders.push(await system.order(`${run}-${orders.length}`));
        if (orders.length === 100) await system.stack.kill('worker');
      }
    };
    await Promise.all(Array.from({ length: 8 }, post));
    await system.stack.start('worker');
    const statuses = await system.assertWhole(orders);
    assert.ok(orders.length >= 200);
    assert.deepEqual(new Set(statuses.values()), new Set(['APPROVED']));
  });
});
