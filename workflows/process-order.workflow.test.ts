import assert from 'node:assert/strict';
import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { OrderEvent } from '../domain/events';
import type { Order, Outcome } from '../domain/order';
import { anOrder, createTestWorker, createTimeSkippingEnvironment, memoryPorts, type MemoryPorts } from '../test/workflow-environment';
import { until } from '../test/until';
import { workflowTasksOf } from '../test/workflow-tasks';
import { OUTCOME_QUERY, PROCESS_ORDER, TIMELINE_QUERY } from './contract';

describe('The order workflow', function () {
  this.timeout(60_000);

  let env: TestWorkflowEnvironment;
  let ports: MemoryPorts;
  before(async () => (env = await createTimeSkippingEnvironment()));
  after(() => env.teardown());
  beforeEach(() => (ports = memoryPorts()));

  type ProcessOrder = (order: Order) => Promise<Outcome>;
  type Started = WorkflowHandleWithFirstExecutionRunId<ProcessOrder>;

  /** Runs one order on a worker of its own; `meanwhile` may disturb it on its way. */
  async function run(order: Order, meanwhile: (handle: Started) => Promise<unknown> = async () => undefined) {
    const taskQueue = order.id;
    const worker = await createTestWorker(env, ports, taskQueue);
    return worker.runUntil(async () => {
      const handle = await env.client.workflow.start<ProcessOrder>(PROCESS_ORDER, { args: [order], taskQueue, workflowId: order.id });
      await meanwhile(handle);
      return handle.result();
    });
  }

  const types = (events: readonly OrderEvent[]) => events.map(({ type }) => type);
  const logged = async (order: Order) => ports.log.read(order.id);
  const streamed = (order: Order) => ports.stream.records.filter(({ key }) => key === order.id).map(({ event }) => event);

  async function assertTold(order: Order, outcome: { readonly status: string }, expected: string[]) {
    const log = await logged(order);
    assert.deepEqual(types(log).sort(), [...expected].sort());
    assert.equal(log[0]?.type, 'order.received');
    assert.equal(log.at(-1)?.type, outcome.status === 'APPROVED' ? 'order.approved' : 'order.canceled');
    assert.deepEqual(log.map(({ sequence }) => sequence), log.map((_, index) => index + 1));
    assert.equal(JSON.stringify(streamed(order)), JSON.stringify(log), 'log and stream tell the same');
    const row = await ports.settlements.find(order.id);
    assert.deepEqual(row, { ...order, ...outcome });
  }

  it('approves a valid user within the limit, in one workflow task', async () => {
    const order = anOrder({ value: '10000' });
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'APPROVED' });
    await assertTold(order, outcome, ['order.received', 'user.validated', 'limit.reserved', 'order.approved']);
    assert.equal((await logged(order))[0]?.at, order.acceptedAt);
    assert.equal(await workflowTasksOf(env.client, order.id), 1);
  });

  it('cancels an order over the limit', async () => {
    const order = anOrder({ value: '10000.01' });
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'CANCELED', reason: 'LIMIT_EXCEEDED' });
    await assertTold(order, outcome, ['order.received', 'user.validated', 'limit.refused', 'order.canceled']);
  });

  it('cancels the order of an invalid user, also when it is over the limit', async () => {
    const order = anOrder({ userId: 'user_test_invalid', value: '10000.01' });
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'CANCELED', reason: 'USER_INVALID' });
    await assertTold(order, outcome, ['order.received', 'user.rejected', 'limit.refused', 'order.canceled']);
  });

  it('asks four times and then cancels when the user service cannot answer', async () => {
    ports.users.faults.down = true;
    const order = anOrder();
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'CANCELED', reason: 'CHECK_UNAVAILABLE' });
    await assertTold(order, outcome, ['order.received', 'check.unavailable', 'limit.reserved', 'order.canceled']);
    assert.equal(ports.users.asked.length, 4);
    const event = (await logged(order)).find(({ type }) => type === 'check.unavailable');
    assert.deepEqual(event?.data, { check: 'user', attempts: 4, fallback: 'none' });
  });

  it('takes an answer that comes on the third try', async () => {
    ports.users.faults.failNext = 2;
    const order = anOrder();
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'APPROVED' });
    assert.equal(ports.users.asked.length, 3);
  });

  it('does not wait for ever for a user service that hangs', async () => {
    ports.users.hangs = true;
    const order = anOrder();
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'CANCELED', reason: 'CHECK_UNAVAILABLE' });
    assert.equal(ports.users.asked.length, 4);
    assert.match(JSON.stringify(await logged(order)), /"attempts":4/);
  });

  it('waits for Postgres and settles when it is back', async () => {
    ports.settlements.faults.failNext = 12;
    const order = anOrder();
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'APPROVED' });
    await assertTold(order, outcome, ['order.received', 'user.validated', 'limit.reserved', 'order.approved']);
  });

  it('tells neither log nor stream anything before a settlement stands', async () => {
    ports.settlements.faults.down = true;
    const order = anOrder();
    await run(order, async (handle) => {
      await until('the checks are noted', async () => (await handle.query<OrderEvent[]>(TIMELINE_QUERY)).length === 4);
      assert.equal(await handle.query(OUTCOME_QUERY), null);
      assert.deepEqual(await logged(order), []);
      assert.deepEqual(streamed(order), []);
      ports.settlements.faults.down = false;
    });
    assert.equal((await logged(order)).length, 4);
  });

  for (const [name, part] of [['log', 'log'], ['stream', 'stream']] as const) {
    it(`settles while the ${name} is down, tells the other, and catches up`, async () => {
      ports[part].faults.down = true;
      const order = anOrder();
      const told = async () => (part === 'log' ? streamed(order) : await logged(order));
      await run(order, async (handle) => {
        await until('the other is told', async () => (await told()).length === 4);
        assert.equal((await ports.settlements.find(order.id))?.status, 'APPROVED');
        assert.deepEqual(await handle.query(OUTCOME_QUERY), { status: 'APPROVED' });
        ports[part].faults.down = false;
      });
      await assertTold(order, { status: 'APPROVED' }, ['order.received', 'user.validated', 'limit.reserved', 'order.approved']);
    });
  }

  for (const part of ['settlements', 'log', 'stream'] as const) {
    it(`has one effect after de-duplication when the answer of ${part} is lost`, async () => {
      ports[part].faults.loseNext = 3;
      const order = anOrder();
      const outcome = await run(order);
      assert.deepEqual(outcome, { status: 'APPROVED' });
      assert.equal((await logged(order)).length, 4);
      const first = new Map(streamed(order).map((event) => [event.sequence, event]));
      assert.equal(JSON.stringify([...first.values()]), JSON.stringify(await logged(order)));
    });
  }

  it('adopts the settlement that stands, whatever it computed itself', async () => {
    const order = anOrder();
    const stands = {
      status: 'CANCELED',
      reason: 'USER_INVALID',
      events: [{ sequence: 1, type: 'order.canceled', at: '2026-01-01T00:00:00.000Z', data: { reason: 'USER_INVALID' } }],
    } as const;
    await ports.settlements.settle(order, stands);
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'CANCELED', reason: 'USER_INVALID' });
    assert.deepEqual(await logged(order), stands.events);
    assert.deepEqual(streamed(order), stands.events);
  });

  it('is canceled by an operator while its checks run, and completes', async () => {
    ports.users.hangs = true;
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await until('the user is asked', () => ports.users.asked.length > 0);
      await handle.cancel();
    });
    assert.deepEqual(outcome, { status: 'CANCELED', reason: 'CANCELED_BY_OPERATOR' });
    assert.equal((await logged(order)).at(-1)?.type, 'order.canceled');
  });

  it('takes no cancellation once it settles: what is decided is written and told', async () => {
    ports.settlements.faults.down = true;
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await until('it is decided', async () => (await handle.query<OrderEvent[]>(TIMELINE_QUERY)).length === 4);
      await handle.cancel();
      ports.settlements.faults.down = false;
    });
    assert.deepEqual(outcome, { status: 'APPROVED' });
    await assertTold(order, outcome, ['order.received', 'user.validated', 'limit.reserved', 'order.approved']);
  });
});
