import assert from 'node:assert/strict';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { MaintenanceActivities } from '../activities/maintenance';
import { NOTHING_DONE, type Reconciled, type ReconcileReport } from '../domain/maintenance-reports';
import type { Window } from '../ports/maintenance';
import { bundleFrom, createTimeSkippingEnvironment } from '../test/workflow-environment';
import { RECONCILE_ORDERS, WATCH_ORDERS } from './contract';

describe('The maintenance workflows', function () {
  this.timeout(60_000);

  let env: TestWorkflowEnvironment;
  before(async () => (env = await createTimeSkippingEnvironment()));
  after(() => env.teardown());

  let runs = 0;
  async function run<T>(name: string, activities: Partial<MaintenanceActivities>, ...args: unknown[]): Promise<T> {
    const taskQueue = `maintenance-${(runs += 1)}`;
    const workflowBundle = await bundleFrom(require.resolve('.'));
    const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, workflowBundle, activities });
    return worker.runUntil(() => env.client.workflow.execute(name, { args, taskQueue, workflowId: taskQueue })) as Promise<T>;
  }
  const reported = (orderId: string): ReconcileReport => ({
    looked: 1,
    repaired: { accepted: 1, settled: 0, logged: 1, streamed: 1, ledger: 1 },
    reported: { total: 1, orders: [{ orderId, what: 'WORKFLOW_MISSING' }] },
  });

  it('detect stuck orders at the time of the workflow, until a look succeeds', async () => {
    const seen = { looked: 3, stuck: 2, accepted: 1, cleared: 0 };
    const times: number[] = [];
    const watch = async (nowMs: number) => {
      times.push(nowMs);
      if (times.length < 3) throw new Error('not now');
      return seen;
    };
    assert.deepEqual(await run(WATCH_ORDERS, { watch }), seen);
    assert.equal(times.length, 3);
    assert.equal(new Set(times).size, 1, 'a repeated look is the same look');
  });

  it('reconcile a window that ends some time ago, then what is marked, then the orphaned reservations from before', async () => {
    const calls: string[] = [];
    const reconcileWindow = async ({ fromMs, toMs }: Window, nowMs: number) => {
      calls.push(`${fromMs - nowMs} ${toMs - nowMs}`);
      return reported('a');
    };
    const reconcileMarked = async () => {
      calls.push('marked');
      return reported('b');
    };
    let beforeMs = 0;
    const reconcileReservations = async (givenMs: number) => {
      beforeMs = givenMs;
      return reported('c');
    };
    const activities = { reconcileWindow, reconcileMarked, reconcileReservations };
    const did = await run<Reconciled>(RECONCILE_ORDERS, activities, { windowMs: 5_000, minAgeMs: 2_000 });
    assert.deepEqual(calls, ['-5000 -2000', 'marked']);
    assert.equal(did.toMs - did.fromMs, 3_000);
    assert.equal(beforeMs, did.toMs);
    assert.deepEqual(did.repaired, { accepted: 3, settled: 0, logged: 3, streamed: 3, ledger: 3 });
    assert.deepEqual(did.reported.orders.map(({ orderId }) => orderId), ['a', 'b', 'c']);
  });

  it('halve a window with too many orders until each part is small enough, without a gap', async () => {
    const windows: Window[] = [];
    const reconcileWindow = async (window: Window) => {
      if (window.toMs - window.fromMs > 1_250) return 'too-many' as const;
      windows.push(window);
      return reported('a');
    };
    const [reconcileMarked, reconcileReservations] = [async () => NOTHING_DONE, async () => NOTHING_DONE];
    const did = await run<Reconciled>(RECONCILE_ORDERS, { reconcileWindow, reconcileMarked, reconcileReservations }, { windowMs: 4_001, minAgeMs: 0 });
    assert.equal(did.looked, windows.length);
    assert.equal(did.reported.total, 1, 'an order that is reported twice counts once');
    assert.equal(windows[0]?.fromMs, did.fromMs);
    assert.equal(windows.at(-1)?.toMs, did.toMs);
    for (const [index, { toMs }] of windows.slice(0, -1).entries()) assert.equal(windows[index + 1]?.fromMs, toMs);
  });

  it('reconcile what is marked and the orphaned reservations when the window is empty', async () => {
    const reconcileWindow = async () => Promise.reject<ReconcileReport>(new Error('there is nothing to ask about'));
    const [reconcileMarked, reconcileReservations] = [async () => reported('a'), async () => NOTHING_DONE];
    const did = await run<Reconciled>(RECONCILE_ORDERS, { reconcileWindow, reconcileMarked, reconcileReservations }, { windowMs: 1_000, minAgeMs: 2_000 });
    assert.equal(did.fromMs, did.toMs);
    assert.equal(did.looked, 1);
  });
});
