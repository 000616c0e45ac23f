import assert from 'node:assert/strict';
import { JUST_OVER_LIMIT, LIMIT } from '../test/contracts/sample-orders';
import type { OrderEvent } from '../domain/events';
import { publishedEvents } from '../domain/settlement';
import { anOrder, type MemoryPorts } from '../test/workflow-environment';
import { until } from '../test/until';
import { workflowTasksOf } from '../test/workflow-tasks';
import { OUTCOME_QUERY, TIMELINE_QUERY } from './contract';
import { orderRuns, typesOf } from './orders.fixture';

describe('The order workflow', function () {
  this.timeout(60_000);

  const runs = orderRuns();
  const { run, logged, streamed } = runs;
  let ports: MemoryPorts;
  beforeEach(() => (ports = runs.ports()));

  it('approves a valid user within the limit, in one workflow task', async () => {
    const order = anOrder({ value: LIMIT });
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'APPROVED' });
    await runs.assertPublished(order, outcome, ['order.received', 'user.validated', 'limit.reserved', 'order.approved']);
    assert.equal((await logged(order))[0]?.at, order.acceptedAt);
    assert.equal(await workflowTasksOf(runs.env().client, order.id), 1);
  });

  it('cancels an order over the limit', async () => {
    const order = anOrder({ value: JUST_OVER_LIMIT });
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'CANCELED', reason: 'LIMIT_EXCEEDED' });
    await runs.assertPublished(order, outcome, ['order.received', 'user.validated', 'limit.refused', 'order.canceled']);
  });

  it('cancels the order of an invalid user, also when it is over the limit', async () => {
    const order = anOrder({ userId: 'user_test_invalid', value: JUST_OVER_LIMIT });
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'CANCELED', reason: 'USER_INVALID' });
    await runs.assertPublished(order, outcome, ['order.received', 'user.rejected', 'limit.refused', 'order.canceled']);
  });

  it('takes an answer that comes on the third try', async () => {
    ports.users.faults.failNext = 2;
    const order = anOrder();
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'APPROVED' });
    assert.equal(ports.users.asked.length, 3);
  });

  it('waits for Postgres and settles when it is back', async () => {
    ports.settlements.faults.failNext = 12;
    const order = anOrder();
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'APPROVED' });
    await runs.assertPublished(order, outcome, ['order.received', 'user.validated', 'limit.reserved', 'order.approved']);
  });

  it('publishes nothing to log or stream before the order is settled', async () => {
    ports.settlements.faults.down = true;
    const order = anOrder();
    await run(order, async (handle) => {
      await until('the checks are recorded', async () => (await handle.query<OrderEvent[]>(TIMELINE_QUERY)).length === 4);
      assert.equal(await handle.query(OUTCOME_QUERY), null);
      assert.deepEqual(await logged(order), []);
      assert.deepEqual(streamed(order), []);
      ports.settlements.faults.down = false;
    });
    assert.equal((await logged(order)).length, 4);
  });

  for (const [name, part] of [['log', 'log'], ['stream', 'stream']] as const) {
    it(`settles while the ${name} is down, publishes to the other, and catches up`, async () => {
      ports[part].faults.down = true;
      const order = anOrder();
      const published = async () => (part === 'log' ? streamed(order) : await logged(order));
      await run(order, async (handle) => {
        await until('the other has them', async () => (await published()).length === 4);
        assert.equal((await ports.settlements.find(order.id))?.status, 'APPROVED');
        assert.deepEqual(await handle.query(OUTCOME_QUERY), { status: 'APPROVED' });
        ports[part].faults.down = false;
      });
      await runs.assertPublished(order, { status: 'APPROVED' }, ['order.received', 'user.validated', 'limit.reserved', 'order.approved']);
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

  it('takes the current settlement, whatever it computed itself', async () => {
    const order = anOrder();
    const current = {
      status: 'CANCELED',
      reason: 'USER_INVALID',
      events: [{ sequence: 1, type: 'order.canceled', at: '2026-01-01T00:00:00.000Z', data: { reason: 'USER_INVALID' } }],
    } as const;
    await ports.settlements.settle(order, current);
    const outcome = await run(order);
    assert.deepEqual(outcome, { status: 'CANCELED', reason: 'USER_INVALID' });
    assert.deepEqual(await logged(order), publishedEvents(current));
    assert.deepEqual(streamed(order), publishedEvents(current));
  });

  it('is canceled by an operator while its checks run, and completes', async () => {
    ports.users.hangs = true;
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await until('the user is asked', () => ports.users.asked.length > 0);
      await handle.cancel();
    });
    assert.deepEqual(outcome, { status: 'CANCELED', reason: 'CANCELED_BY_OPERATOR' });
    assert.ok(typesOf(await logged(order)).includes('order.canceled'));
  });

  it('takes no cancellation once it settles: what is decided is written and published', async () => {
    ports.settlements.faults.down = true;
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await until('it is decided', async () => (await handle.query<OrderEvent[]>(TIMELINE_QUERY)).length === 4);
      await handle.cancel();
      ports.settlements.faults.down = false;
    });
    assert.deepEqual(outcome, { status: 'APPROVED' });
    await runs.assertPublished(order, outcome, ['order.received', 'user.validated', 'limit.reserved', 'order.approved']);
  });
});
