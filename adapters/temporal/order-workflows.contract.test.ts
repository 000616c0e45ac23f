import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Client, type Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from '../../activities';
import { temporalConnection } from '../../apps/runtime/compose';
import { loadConfig } from '../../config/config';
import { closedPort } from '../../test/contracts/closed-port';
import { newOrder } from '../../test/contracts/sample-orders';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { workflowsContract } from '../../test/contracts/workflows.contract';
import { until } from '../../test/until';
import { bundleFrom, memoryPorts, quietRuntime } from '../../test/workflow-environment';
import { ORDER_STAGE } from '../../workflows/contract';
import { createTemporalConnection } from './connection';
import { TemporalWorkflows } from './order-workflows';

const config = loadConfig();
const TIMEOUT_MS = 5_000;

describe('the order workflows in Temporal', () => {
  const taskQueue = `contract-${randomUUID()}`;
  const ports = memoryPorts();
  let connection: Connection;
  let native: NativeConnection;
  let client: Client;
  let worker: Worker;
  let working: Promise<void>;

  before(async () => {
    quietRuntime();
    connection = createTemporalConnection(temporalConnection(config));
    native = await NativeConnection.connect(temporalConnection(config));
    client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
    worker = await Worker.create({
      connection: native,
      namespace: config.TEMPORAL_NAMESPACE,
      taskQueue,
      workflowBundle: await bundleFrom(require.resolve('../../workflows')),
      activities: createActivities(ports),
    });
    working = worker.run();
  });

  after(async () => {
    worker.shutdown();
    await working;
    await native.close();
    await connection.close();
  });

  workflowsContract('Temporal', () => {
    // An order waits for the answer about its user.
    ports.users.faults.down = false;
    ports.users.hangs = true;
    return {
      workflows: new TemporalWorkflows({ client, taskQueue, timeoutMs: TIMEOUT_MS }),
      async approve(orderId) {
        ports.users.hangs = false;
        await client.workflow.getHandle(orderId).result();
      },
      async hold(orderId) {
        ports.users.hangs = false;
        ports.users.faults.down = true;
        const stage = async () => (await client.workflow.getHandle(orderId).describe()).typedSearchAttributes.get(ORDER_STAGE);
        await until('the order is held', async () => (await stage()) === 'held');
      },
    };
  });
});

describe('order workflows without a worker', () => {
  it('take no decision and no cancellation, and say so in time; none about a terminated one either', async () => {
    const connection = createTemporalConnection(temporalConnection(config));
    const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
    const workflows = new TemporalWorkflows({ client, taskQueue: `nobody-${randomUUID()}`, timeoutMs: 500 });
    const order = newOrder();
    const said = { decision: 'approve', by: 'ada', note: '' } as const;
    await workflows.start(order);
    await assertUnavailable('temporal', () => workflows.decide(order.id, said), 2_000);
    await assertUnavailable('temporal', () => workflows.cancelOrder(order.id), 2_000);
    await client.workflow.getHandle(order.id).terminate();
    assert.equal(await workflows.decide(order.id, said), 'ended');
    assert.equal(await workflows.cancelOrder(order.id), 'ended');
    assert.equal(await workflows.waitForEnd(order.id, new AbortController().signal), undefined);
    await connection.close();
  });
});

describe('order workflows on a server that is not there', () => {
  it('are unavailable, in time, when nobody listens', async () => {
    const connection = createTemporalConnection({ address: `127.0.0.1:${await closedPort()}` });
    const workflows = new TemporalWorkflows({ client: new Client({ connection }), taskQueue: 'none', timeoutMs: 500 });
    const order = newOrder();
    await assertUnavailable('temporal', () => workflows.start(order), 2_000);
    await assertUnavailable('temporal', () => workflows.find(order.id), 2_000);
    await assertUnavailable('temporal', () => workflows.timeline(order.id), 2_000);
    await assertUnavailable('temporal', () => workflows.decide(order.id, { decision: 'approve', by: 'ada', note: '' }), 2_000);
    await assertUnavailable('temporal', () => workflows.cancelOrder(order.id), 2_000);
    await assertUnavailable('temporal', () => workflows.cancel(order.id), 2_000);
    await assertUnavailable('temporal', () => workflows.ping(), 2_000);
    await connection.close();
  });
});
