import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Client } from '@temporalio/client';
import { NOTHING_DONE, type Reconciled } from '../../domain/maintenance-reports';
import { until } from '../until';
import { holdsAt } from './holds';
import { assertExposure, cappedUser, exposureOf } from './limits';
import { steadily, untilFinal } from './load';
import { behindProxies } from './proxied-system';
import { reconcile, withTemporal } from './temporal';

const DAY_MS = 86_400_000;
const SEEN_WITHIN_MS = 20_000;
const run = promisify(execFile);

describe('A workflow terminated by hand', function () {
  this.timeout(120_000);

  // Reconcile is not to do by its schedule what the tests ask it for.
  const system = behindProxies({ STUCK_AFTER_MS: '2000', WATCH_EVERY_MS: '1000', RECONCILE_EVERY_MS: String(DAY_MS / 24) });

  /** The orders of other tests are many, and whole. */
  let began: Date;
  beforeEach(() => (began = new Date()));

  async function terminate(id: string): Promise<void> {
    await withTemporal(system, (client) => client.workflow.getHandle(id).terminate('by hand'));
  }

  /** Terminates it while a step of it fails again and again, and then lets everything pass. */
  async function terminateInTrouble(id: string): Promise<void> {
    const isInTrouble = (client: Client) => async () =>
      ((await client.workflow.getHandle(id).describe()).raw.pendingActivities?.length ?? 0) > 0;
    await withTemporal(system, (client) => until('a step is tried again', isInTrouble(client)));
    await terminate(id);
    // A try that has begun must not succeed after all.
    await system.stack.stop('worker');
    await Promise.all(Object.values(system.proxies).map((proxy) => proxy.pass()));
    await system.stack.start('worker');
  }

  async function untilStuck(id: string): Promise<void> {
    const isStuck = async () => (await holdsAt(system, 'stuck')).get(id)?.cause === 'WORKFLOW_ENDED';
    await until('it is seen to be stuck', isStuck, SEEN_WITHIN_MS);
  }

  /** Reconciles twice: all that was wrong is repaired, and then there is nothing to repair. */
  async function assertMadeWhole(id: string, end: string, repaired: Partial<Reconciled['repaired']>): Promise<void> {
    assert.deepEqual((await reconcile(system, began)).repaired, { ...NOTHING_DONE.repaired, ...repaired });
    assert.equal((await system.assertWhole([id], { terminated: true })).get(id), end);
    const { repaired: again, reported } = await reconcile(system, began);
    assert.deepEqual([again, reported], [NOTHING_DONE.repaired, NOTHING_DONE.reported]);
    assert.equal((await system.assertWhole([id], { terminated: true })).get(id), end);
    await until('it is stuck no longer', async () => !(await holdsAt(system, 'stuck')).has(id), SEEN_WITHIN_MS);
  }

  it('while its order is held is seen, and the order canceled', async () => {
    await system.users('fail');
    const id = await system.order(`terminated-${randomUUID()}`);
    await until('it is held', async () => (await holdsAt(system, 'held')).has(id));
    await terminate(id);
    await untilStuck(id);
    await assertMadeWhole(id, 'CANCELED ABANDONED', { settled: 1, logged: 1, streamed: 1, ledger: 1 });
  });

  it('while its order is open and without a row is seen, and the order canceled', async () => {
    await system.proxies.postgres.down();
    const id = await system.order(`terminated-${randomUUID()}`);
    await terminateInTrouble(id);
    await untilStuck(id);
    await assertMadeWhole(id, 'CANCELED ABANDONED', { settled: 1, logged: 1, streamed: 1, ledger: 1 });
  });

  it('between settlement and log is seen, and log and stream are told', async () => {
    const { mongo, kafka } = system.proxies;
    await Promise.all([mongo.down(), kafka.down()]);
    const id = await system.order(`terminated-${randomUUID()}`);
    await untilFinal(system, id, SEEN_WITHIN_MS);
    await terminateInTrouble(id);
    await untilStuck(id);
    await assertMadeWhole(id, 'APPROVED', { logged: 1, streamed: 1 });
  });

  it('between settlement and release is seen, and what it reserved counts no more', async () => {
    await system.proxies.postgres.refuse('limits.release\0');
    const userId = await cappedUser(system, '1000.00', 'invalid');
    const id = await system.order(userId, '700.00');
    await until('it is told', async () => (await system.get(`/api/order/${id}/events`)).body['recorded'] === true);
    assert.deepEqual(await exposureOf(system, userId), { exposure: '700', reserved: '700' });
    await terminateInTrouble(id);
    await untilStuck(id);
    await assertMadeWhole(id, 'CANCELED USER_INVALID', { ledger: 1 });
    await assertExposure(system, userId, '0');
  });

  it('between log and stream is seen, and the stream is told', async () => {
    await system.proxies.kafka.down();
    const id = await system.order(`terminated-${randomUUID()}`);
    await until('it is in the log', async () => (await system.get(`/api/order/${id}/events`)).body['recorded'] === true);
    await terminateInTrouble(id);
    await untilStuck(id);
    await assertMadeWhole(id, 'APPROVED', { streamed: 1 });
  });

  it('is made whole by the command as well, which says so', async () => {
    await system.users('fail');
    const id = await system.order(`terminated-${randomUUID()}`);
    await until('it is held', async () => (await holdsAt(system, 'held')).has(id));
    await terminate(id);
    const command = ['--import', 'tsx', join('stack', 'cli.ts'), 'operate', 'reconcile', '--hours', '0.1'];
    const reconcileByCommand = async () => (await run(process.execPath, command, { cwd: join(__dirname, '..', '..') })).stdout;
    assert.match(await reconcileByCommand(), /settled 1, told to the log 1, told to the stream 1/);
    assert.match(await reconcileByCommand(), /settled 0, told to the log 0, told to the stream 0/);
    assert.equal((await system.assertWhole([id], { terminated: true })).get(id), 'CANCELED ABANDONED');
  });

  it('is all that reconcile repairs: it leaves live workflows alone, however often it is run among them', async () => {
    const posting = steadily(100, 20, () => system.order(`live-${randomUUID()}`));
    let posted = false;
    void posting.finally(() => (posted = true)).catch(() => undefined);
    while (!posted) {
      const { repaired, reported } = await reconcile(system, began);
      assert.deepEqual({ ...repaired, accepted: 0 }, NOTHING_DONE.repaired);
      assert.deepEqual(reported, NOTHING_DONE.reported);
    }
    const ends = await system.assertWhole(await posting);
    assert.deepEqual(new Set(ends.values()), new Set(['APPROVED']));
  });
});
