import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { WorkflowFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { createActivities } from '../activities';
import { Unavailable } from '../ports/unavailable';
import { createRecoverSpool, type RecoveredBatch } from '../activities/maintenance/recover-spool';
import type { MaintenanceActivities } from '../activities/maintenance';
import type { OrderWorkflows } from '../ports/workflows';
import { JUST_OVER_LIMIT } from '../test/contracts/sample-orders';
import { MemorySpool } from '../test/fakes/spool';
import { MemoryWorkflows } from '../test/fakes/workflows';
import type { RecoveredSpool } from '../domain/maintenance-reports';
import { anOrder, bundleFrom, createTimeSkippingEnvironment, memoryPorts, type MemoryPorts } from '../test/workflow-environment';
import { PROCESS_ORDER, RECOVER_SPOOL } from './contract';

type Recover = MaintenanceActivities['recoverSpool'];

const NOTHING: RecoveredBatch = { recovered: 0, setAside: [], left: [], isFull: false };

describe('The recover workflow', function () {
  this.timeout(60_000);

  let env: TestWorkflowEnvironment;
  let ports: MemoryPorts;
  let spool: MemorySpool;
  let taskQueue: string;
  before(async () => (env = await createTimeSkippingEnvironment()));
  after(() => env.teardown());
  beforeEach(() => {
    ports = memoryPorts();
    spool = new MemorySpool();
    taskQueue = randomUUID();
  });

  /** Works, with this activity, for as long as `during` takes. */
  async function working<T>(recoverSpool: Recover, during: () => Promise<T>): Promise<T> {
    const worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue,
      workflowBundle: await bundleFrom(require.resolve('.')),
      activities: { ...createActivities(ports), recoverSpool },
    });
    return worker.runUntil(during);
  }

  /** Starts on the time-skipping server, which does not know the memos of its workflows. */
  function startsOnServer(): Pick<OrderWorkflows, 'start'> {
    const memory = new MemoryWorkflows();
    return {
      async start(order) {
        const started = await memory.start(order);
        await env.client.workflow.start(PROCESS_ORDER, { args: [started], taskQueue, workflowId: order.id, workflowIdConflictPolicy: 'USE_EXISTING' });
        return started;
      },
    };
  }

  const recover = (): Promise<RecoveredSpool> =>
    env.client.workflow.execute<() => Promise<RecoveredSpool>>(RECOVER_SPOOL, { taskQueue, workflowId: randomUUID() });

  it('starts what is spooled, so that every order ends, and empties the spool', async () => {
    const all = [anOrder(), anOrder({ value: JUST_OVER_LIMIT }), anOrder()];
    for (const order of all) await spool.put(order);
    spool.plant('stranger', '');
    await working(createRecoverSpool({ spool, workflows: startsOnServer(), orders: ports.settlements }), async () => {
      const [one, other] = await Promise.all([recover(), recover()]);
      assert.equal(spool.quarantined.length, 1);
      assert.ok(one.recovered + other.recovered >= all.length);
      for (const order of all) await env.client.workflow.getHandle(order.id).result();
      assert.deepEqual(await recover(), { recovered: 0, setAside: [], left: [] });
    });
    const rows = await Promise.all(all.map(({ id }) => ports.settlements.find(id)));
    assert.deepEqual(rows.map((row) => row?.status), ['APPROVED', 'CANCELED', 'APPROVED']);
    assert.deepEqual(await spool.names(10), []);
  });

  it('goes on while there may be more, passes over what is left, and adds everything up', async () => {
    const batches: RecoveredBatch[] = [
      { recovered: 3, setAside: [{ name: 'a', why: 'x' }], left: ['l'], isFull: true },
      { recovered: 2, setAside: [{ name: 'b', why: 'y' }], left: ['m'], isFull: true },
      { recovered: 1, setAside: [], left: [], isFull: false },
    ];
    const passedOver: (readonly string[])[] = [];
    const next: Recover = async (passOver = []) => batches[passedOver.push(passOver) - 1] ?? NOTHING;
    const total = await working(next, recover);
    assert.deepEqual(total, { recovered: 6, setAside: [{ name: 'a', why: 'x' }, { name: 'b', why: 'y' }], left: ['l', 'm'] });
    assert.deepEqual(passedOver, [[], ['l'], ['l', 'm']]);
  });

  it('tries again when Temporal took no start or the spool was away', async () => {
    let tries = 0;
    const flaky: Recover = async () => {
      tries += 1;
      if (tries < 3) throw new Unavailable('spool');
      return { ...NOTHING, recovered: 1 };
    };
    assert.deepEqual(await working(flaky, recover), { recovered: 1, setAside: [], left: [] });
  });

  it('gives up soon, as the next run comes soon', async () => {
    let tries = 0;
    const failing: Recover = async () => {
      tries += 1;
      throw new Unavailable('temporal');
    };
    await assert.rejects(working(failing, recover), WorkflowFailedError);
    assert.equal(tries, 3);
  });
});
