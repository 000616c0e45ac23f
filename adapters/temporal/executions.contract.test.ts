import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Client, type Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from '../../activities';
import { temporalConnection } from '../../apps/runtime/compose';
import { loadConfig } from '../../config/config';
import type { Trouble } from '../../domain/execution';
import type { Order } from '../../domain/order';
import { closedPort } from '../../test/contracts/closed-port';
import { executionsContract } from '../../test/contracts/executions.contract';
import { newOrder } from '../../test/contracts/sample-orders';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { until } from '../../test/until';
import { bundleFrom, memoryPorts, type MemoryPorts, quietRuntime } from '../../test/workflow-environment';
import { ORDER_STAGE, type OrderStage, PROCESS_ORDER } from '../../workflows/contract';
import { createTemporalConnection } from './connection';
import { TemporalExecutions } from './executions';

const config = loadConfig();
const TIMEOUT_MS = 5_000;
const BROKEN_WORKFLOW = require.resolve('../../test/broken-workflow');

describe('the workflows of all orders in Temporal', function () {
  this.timeout(60_000);

  const taskQueue = `contract's-${randomUUID()}`;
  let connection: Connection;
  let native: NativeConnection;
  let client: Client;
  let executions: TemporalExecutions;

  before(async () => {
    quietRuntime();
    connection = createTemporalConnection(temporalConnection(config));
    native = await NativeConnection.connect(temporalConnection(config));
    client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
    executions = new TemporalExecutions({ client, taskQueue, timeoutMs: TIMEOUT_MS });
  });
  after(async () => {
    await native.close();
    await connection.close();
  });

  /** An order stays open until a worker is there. */
  async function start(order: Order, isHeld = false, queue = taskQueue): Promise<string> {
    const handle = await client.workflow.start(PROCESS_ORDER, {
      args: [order],
      taskQueue: queue,
      workflowId: order.id,
      memo: { order },
      typedSearchAttributes: [{ key: ORDER_STAGE, value: (isHeld ? 'held' : 'checking') satisfies OrderStage }],
    });
    return handle.firstExecutionRunId;
  }

  async function whileWorking<T>(work: () => Promise<T>, ports: MemoryPorts = memoryPorts(), code = require.resolve('../../workflows')): Promise<T> {
    const worker = await Worker.create({
      connection: native,
      namespace: config.TEMPORAL_NAMESPACE,
      taskQueue,
      workflowBundle: await bundleFrom(code),
      activities: createActivities(ports),
    });
    return worker.runUntil(work);
  }

  const result = (order: Order) => () => client.workflow.getHandle(order.id).result();

  executionsContract('Temporal', () => ({
    executions,
    start,
    terminate: async (order) => void (await client.workflow.getHandle(order.id).terminate()),
    complete: async (order) => void (await whileWorking(result(order))),
    reset: async (order) => {
      const { runId } = await client.workflowService.resetWorkflowExecution({
        namespace: config.TEMPORAL_NAMESPACE,
        workflowExecution: { workflowId: order.id },
        // A number is as good as the long integer that the type asks for.
        workflowTaskFinishEventId: 4 as never,
        requestId: randomUUID(),
      });
      return runId;
    },
  }));

  const troubleOf = async ({ id }: Order) => {
    const found = await executions.find(id);
    assert.ok(found?.state === 'RUNNING');
    return found.trouble;
  };
  const untilInTrouble = async (order: Order, is: (trouble: Trouble) => boolean) => {
    await until('it is in trouble', async () => {
      const trouble = await troubleOf(order);
      return trouble !== undefined && is(trouble);
    }, 30_000);
    return troubleOf(order);
  };

  it('say so when nobody takes their task', async () => {
    const order = newOrder();
    await start(order);
    assert.deepEqual(await troubleOf(order), { kind: 'waiting' });
  });

  it('name the step that fails, with its error, and nothing once it goes on', async () => {
    const order = newOrder();
    const ports = memoryPorts();
    ports.settlements.faults.down = true;
    await start(order);
    const work = async () => {
      await untilInTrouble(order, ({ kind }) => kind === 'step');
      assert.deepEqual(await troubleOf(order), { kind: 'step', failing: { step: 'settle', error: 'postgres cannot answer' } });
      ports.settlements.faults.down = false;
      await result(order)();
    };
    await whileWorking(work, ports);
    assert.equal((await executions.find(order.id))?.state, 'COMPLETED');
  });

  it('say so when their own code fails', async () => {
    const order = newOrder();
    const ports = memoryPorts();
    ports.users.hangs = true;
    await start(order);
    await whileWorking(() => until('it has begun', () => ports.users.asked.length > 0), ports);
    await whileWorking(() => untilInTrouble(order, ({ kind }) => kind === 'code'), ports, BROKEN_WORKFLOW);
    assert.deepEqual(await troubleOf(order), { kind: 'code' });
  });

  it('are those of one task queue and with the id of an order only', async () => {
    const id = `by-hand-${randomUUID()}`;
    await client.workflow.start(PROCESS_ORDER, { args: [{}], taskQueue, workflowId: id });
    await client.workflow.getHandle(id).terminate();
    const foreign = newOrder();
    await start(foreign, false, 'another');
    await client.workflow.getHandle(foreign.id).terminate();
    const other = newOrder();
    await start(other);
    await client.workflow.getHandle(other.id).terminate();
    const listed = async () => (await executions.list({ kind: 'broken-off', sinceMs: Date.now() - 60_000 }, 1_000)).map(({ orderId }) => orderId);
    await until('the later one is listed', async () => (await listed()).includes(other.id));
    for (const not of [id, foreign.id]) assert.ok(!(await listed()).includes(not));
  });

  it('are unavailable, in time, when nobody listens', async () => {
    const nowhere = createTemporalConnection({ address: `127.0.0.1:${await closedPort()}` });
    const away = new TemporalExecutions({ client: new Client({ connection: nowhere }), taskQueue, timeoutMs: 500 });
    await assertUnavailable('temporal', () => away.find(randomUUID()), 2_000);
    await assertUnavailable('temporal', () => away.list({ kind: 'broken-off', sinceMs: 0 }, 1), 2_000);
    await nowhere.close();
  });
});
