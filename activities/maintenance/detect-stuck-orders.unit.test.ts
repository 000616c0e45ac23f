import assert from 'node:assert/strict';
import type { Order } from '../../domain/order';
import { Unavailable } from '../../ports/unavailable';
import { APPROVED, settlementOf } from '../../test/contracts/sample-orders';
import { createDetectStuckOrders } from './detect-stuck-orders';
import { act, type MaintenanceMemory, maintenancePorts, NOW_MS, orderAt, workflowIs } from './maintenance.fixture';

describe('Detecting stuck orders', () => {
  let ports: MaintenanceMemory;
  beforeEach(() => (ports = maintenancePorts()));

  const look = (nowMs = NOW_MS) => act(createDetectStuckOrders(ports), nowMs);
  const marked = async () => (await ports.marks.unresolved(100)).map(({ orderId, cause }) => [orderId, cause]);
  const accepted = async (order = orderAt()) => {
    await ports.orders.accept(order);
    return order;
  };
  const settled = async (order: Order) => void (await ports.settlements.settle(order, settlementOf(order, APPROVED)));

  it('marks nothing when every order goes on', async () => {
    const [young, done, held] = [orderAt('2026-03-01T12:09:30.000Z'), orderAt(), orderAt()];
    for (const order of [young, done, held]) await accepted(order);
    await settled(done);
    await ports.settlements.hold(held, { cause: 'USER_CHECK_UNAVAILABLE', since: held.acceptedAt, until: new Date(NOW_MS).toISOString() });
    workflowIs(ports, young, 'RUNNING');
    workflowIs(ports, done, 'COMPLETED');
    workflowIs(ports, held, 'RUNNING', { isHeld: true });
    assert.deepEqual(await look(), { looked: 0, stuck: 0, accepted: 0, cleared: 0 });
    assert.deepEqual(await marked(), []);
  });

  it('marks what does not go on, and finds the same when it looks again', async () => {
    const [failing, ended, missing, spooled] = [await accepted(), await accepted(), await accepted(), await accepted()];
    workflowIs(ports, failing, 'RUNNING', { trouble: { kind: 'step', failing: { step: 'settle', error: 'no' } } });
    workflowIs(ports, ended, 'TERMINATED');
    await ports.spool.put(spooled);
    const expected = [[failing.id, 'STEP_FAILING'], [missing.id, 'WORKFLOW_MISSING'], [spooled.id, 'IN_SPOOL']].sort();
    for (let round = 0; round < 2; round += 1) {
      assert.deepEqual(await look(), { looked: 4, stuck: 4, accepted: 0, cleared: 0 });
      assert.deepEqual(await marked(), [...expected, [ended.id, 'WORKFLOW_ENDED']], 'the oldest first');
    }
  });

  it('marks a settled order that is not published', async () => {
    const [running, ended] = [await accepted(), await accepted()];
    for (const order of [running, ended]) await settled(order);
    workflowIs(ports, running, 'RUNNING', { trouble: { kind: 'step', failing: { step: 'appendToLog' } } });
    workflowIs(ports, ended, 'TIMED_OUT');
    await look();
    assert.deepEqual(await marked(), [[running.id, 'STEP_FAILING'], [ended.id, 'WORKFLOW_ENDED']]);
  });

  it('marks an order no longer once it goes on, and sees when it is removed', async () => {
    const [order, removed] = [await accepted(), await accepted()];
    workflowIs(ports, order, 'RUNNING');
    assert.equal((await look()).stuck, 2);
    await settled(order);
    workflowIs(ports, order, 'COMPLETED');
    await ports.orders.removeOrdersOf([removed.userId]);
    assert.deepEqual(await look(), { looked: 2, stuck: 0, accepted: 0, cleared: 2 });
    assert.deepEqual(await marked(), []);
  });

  it('looks at the latest run only: one that was ended by a reset is nothing', async () => {
    const order = await accepted();
    workflowIs(ports, order, 'TERMINATED', {}, 'first');
    await look();
    assert.deepEqual(await marked(), [[order.id, 'WORKFLOW_ENDED']]);
    await settled(order);
    workflowIs(ports, order, 'COMPLETED', {}, 'second');
    await look();
    assert.deepEqual(await marked(), []);
  });

  it('writes the rows that are missing, so that the orders can be listed', async () => {
    const [running, ended, completed] = [orderAt(), orderAt(), orderAt()];
    workflowIs(ports, running, 'RUNNING');
    workflowIs(ports, ended, 'FAILED');
    workflowIs(ports, completed, 'COMPLETED');
    assert.deepEqual(await look(), { looked: 2, stuck: 2, accepted: 2, cleared: 0 });
    for (const order of [running, ended]) assert.equal((await ports.orders.find(order.id))?.status, 'PROCESSING');
    assert.equal(await ports.orders.find(completed.id), undefined, 'it was removed');
    assert.equal((await look()).accepted, 0);
  });

  it('does not mark a run again that was made whole', async () => {
    const order = await accepted();
    workflowIs(ports, order, 'TERMINATED');
    await look();
    const [mark] = await ports.marks.unresolved(1);
    assert.ok(mark);
    await settled(order);
    await ports.marks.resolve(mark, 'TOLD', new Date(NOW_MS));
    assert.deepEqual(await look(), { looked: 0, stuck: 0, accepted: 0, cleared: 0 });
    assert.deepEqual(await marked(), []);
  });

  it('throws when a part cannot answer, and then marks nothing', async () => {
    await accepted();
    ports.executions.faults.down = true;
    await assert.rejects(look(), Unavailable);
    assert.deepEqual(await marked(), []);
  });
});
