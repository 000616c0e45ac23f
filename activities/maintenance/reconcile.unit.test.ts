import assert from 'node:assert/strict';
import { NOTHING_DONE } from '../../domain/maintenance-reports';
import type { Order } from '../../domain/order';
import { publishedEvents, reservationAfter } from '../../domain/settlement';
import { SettlementConflict } from '../../ports/orders';
import { Unavailable } from '../../ports/unavailable';
import { APPROVED, CANCELED, settlementOf } from '../../test/contracts/sample-orders';
import { createDetectStuckOrders } from './detect-stuck-orders';
import { act, CLOSED_AT, type MaintenanceMemory, maintenancePorts, NOW_MS, orderAt, WINDOW, workflowIs } from './maintenance.fixture';
import { createReconcileMarked, createReconcileWindow } from './reconcile';

describe('Reconcile', () => {
  let ports: MaintenanceMemory;
  beforeEach(() => (ports = maintenancePorts()));

  const reconcile = (window = WINDOW) => act(createReconcileWindow(ports), window, NOW_MS);
  const reconcileMarked = () => act(createReconcileMarked(ports), NOW_MS);
  const watch = () => act(createDetectStuckOrders(ports), NOW_MS);
  const repaired = (accepted: number, settled: number, logged: number, streamed: number, ledger = 0) => ({ accepted, settled, logged, streamed, ledger });
  const done = (looked: number, did = NOTHING_DONE.repaired) => ({ ...NOTHING_DONE, looked, repaired: did });

  async function settled(order = orderAt()): Promise<Order> {
    await ports.limits.reserve(order);
    await ports.settlements.settle(order, settlementOf(order, APPROVED));
    return order;
  }
  const stateOf = async ({ id }: Order) => (await ports.reservations.stateOf([id])).get(id);
  async function whole(): Promise<Order> {
    const order = await settled();
    const { events } = settlementOf(order, APPROVED);
    await ports.limits.confirm(order);
    await ports.log.append(order.id, events);
    await ports.stream.publish(order.id, events);
    workflowIs(ports, order, 'COMPLETED');
    return order;
  }
  async function assertPublished(order: Order, status: string): Promise<void> {
    const row = (await ports.rows.read([order.id])).get(order.id);
    assert.ok(row?.settlement);
    assert.equal(row.settlement.status, status);
    const expected = JSON.stringify(publishedEvents(row.settlement));
    assert.equal(await stateOf(order), reservationAfter(row.settlement));
    assert.equal(JSON.stringify(await ports.log.read(order.id)), expected);
    const first = new Map(ports.stream.records.filter(({ key }) => key === order.id).map(({ id, event }) => [id, event]));
    assert.equal(JSON.stringify([...first.values()]), expected);
  }

  it('changes nothing when everything is whole or on its way', async () => {
    await whole();
    const [running, publishing] = [orderAt(), await settled()];
    await ports.orders.accept(running);
    for (const order of [running, publishing]) workflowIs(ports, order, 'RUNNING');
    assert.deepEqual(await reconcile(), done(3));
    assert.equal(ports.stream.records.length, 3);
    assert.deepEqual(await ports.log.read(publishing.id), []);
  });

  it('publishes what a workflow that broke off after its settlement left unpublished, once', async () => {
    const [unlogged, unpublished] = [await settled(), await settled()];
    await ports.log.append(unpublished.id, settlementOf(unpublished, APPROVED).events);
    for (const order of [unlogged, unpublished]) workflowIs(ports, order, 'TERMINATED');
    assert.deepEqual(await reconcile(), done(2, repaired(0, 0, 1, 2, 2)));
    for (const order of [unlogged, unpublished]) await assertPublished(order, 'APPROVED');
    assert.deepEqual(await reconcile(), done(2), 'the second run changes nothing');
    assert.equal(ports.stream.records.length, 6);
  });

  it('settles orphans, with and without a row, as abandoned when they broke off', async () => {
    const [accepted, rowless] = [orderAt(), orderAt()];
    await ports.orders.accept(accepted);
    await ports.limits.reserve(accepted);
    for (const order of [accepted, rowless]) workflowIs(ports, order, 'TERMINATED');
    assert.deepEqual(await reconcile(), done(2, repaired(0, 2, 2, 2, 2)));
    for (const order of [accepted, rowless]) {
      await assertPublished(order, 'CANCELED');
      assert.deepEqual((await ports.log.read(order.id))[1], { sequence: 2, type: 'order.canceled', at: CLOSED_AT, data: { reason: 'ABANDONED' } });
    }
    assert.deepEqual(await reconcile(), done(2));
    assert.equal((await ports.limits.exposureOf(accepted.userId)).exposure, '0');
  });

  it('ends orphaned reservations of orders that are published, by their current outcome, once', async () => {
    const [approved, before] = [await whole(), await whole()];
    const canceled = orderAt();
    const settlement = settlementOf(canceled, CANCELED);
    await ports.limits.reserve(canceled);
    await ports.settlements.settle(canceled, settlement);
    await ports.log.append(canceled.id, publishedEvents(settlement));
    await ports.stream.publish(canceled.id, publishedEvents(settlement));
    await ports.limits.removeReservationsOf([approved.userId, before.userId]);
    await ports.limits.reserve(approved);
    assert.deepEqual(await reconcile(), done(3, repaired(0, 0, 0, 0, 3)));
    assert.deepEqual(await Promise.all([approved, before, canceled].map(stateOf)), ['confirmed', 'confirmed', 'released']);
    assert.deepEqual(await reconcile(), done(3), 'the second run changes nothing');
  });

  it('publishes the current settlement when an orphan was settled meanwhile, no matter by whom', async () => {
    const order = orderAt();
    await ports.orders.accept(order);
    workflowIs(ports, order, 'TERMINATED');
    const settle = ports.settlements.settle.bind(ports.settlements);
    ports.settlements.settle = async (given, proposed) => {
      await settle(order, settlementOf(order, APPROVED));
      return settle(given, proposed);
    };
    await reconcile();
    await assertPublished(order, 'APPROVED');
  });

  it('does everything once when it runs twice at the same time', async () => {
    const orders = [orderAt(), orderAt(), await settled()];
    for (const order of orders) workflowIs(ports, order, 'TERMINATED');
    await Promise.all([reconcile(), reconcile(), watch()]);
    await assertPublished(orders[0] as Order, 'CANCELED');
    await assertPublished(orders[2] as Order, 'APPROVED');
    assert.deepEqual(await reconcile(), done(3));
    await watch();
    assert.deepEqual(await ports.marks.unresolved(10), []);
  });

  it('can be repeated when an answer is lost or a part cannot answer', async () => {
    const order = orderAt();
    workflowIs(ports, order, 'FAILED');
    ports.settlements.faults.loseNext = 1;
    await assert.rejects(reconcile(), Unavailable);
    ports.limits.faults.failNext = 1;
    await assert.rejects(reconcile(), Unavailable);
    ports.log.faults.failNext = 1;
    await assert.rejects(reconcile(), Unavailable);
    ports.stream.faults.loseNext = 1;
    await assert.rejects(reconcile(), Unavailable);
    await reconcile();
    await assertPublished(order, 'CANCELED');
    assert.deepEqual(await reconcile(), done(1));
  });

  it('writes the row of an order that is on its way without one', async () => {
    const order = orderAt();
    workflowIs(ports, order, 'RUNNING');
    assert.deepEqual(await reconcile(), done(1, repaired(1, 0, 0, 0)));
    assert.deepEqual(await ports.orders.find(order.id), { ...order, status: 'PROCESSING' });
    assert.deepEqual(await reconcile(), done(1));
  });

  it('reports what it cannot repair, and leaves it as it is', async () => {
    const [missing, differs, removed, freed] = [orderAt(), await whole(), orderAt(), await whole()];
    await ports.limits.removeReservationsOf([freed.userId]);
    await ports.limits.release(freed);
    await ports.orders.accept(missing);
    workflowIs(ports, removed, 'COMPLETED');
    await ports.stream.publish(differs.id, [{ sequence: 4, type: 'order.approved', at: CLOSED_AT, data: {} }]);
    const did = await reconcile();
    assert.ok(did !== 'too-many');
    const { reported, ...rest } = did;
    assert.deepEqual(rest, { looked: 4, repaired: NOTHING_DONE.repaired });
    assert.deepEqual(new Map(reported.orders.map(({ orderId, what }) => [orderId, what])), new Map([
      [missing.id, 'WORKFLOW_MISSING'],
      [differs.id, 'STREAM_DIFFERS'],
      [removed.id, 'ROW_MISSING'],
      [freed.id, 'LEDGER_DIFFERS'],
    ]));
    assert.equal(await stateOf(freed), 'released');
    assert.equal(await ports.orders.find(removed.id), undefined);
  });

  it('throws when the row of an order is removed while it is settled, so that the next try sees that it is gone', async () => {
    const order = orderAt();
    workflowIs(ports, order, 'TERMINATED');
    ports.settlements.settle = async ({ id }) => Promise.reject(new SettlementConflict(id));
    await assert.rejects(reconcile(), SettlementConflict);
  });

  it('reports an order that a store refuses, and repairs the others', async () => {
    const [refused, other] = [orderAt(), orderAt()];
    for (const order of [refused, other]) workflowIs(ports, order, 'TERMINATED');
    const settle = ports.settlements.settle.bind(ports.settlements);
    ports.settlements.settle = async (order, proposed) => {
      if (order.id === refused.id) throw new Error('violates check constraint');
      return settle(order, proposed);
    };
    const report = await reconcile();
    assert.notEqual(report, 'too-many');
    assert.deepEqual(report !== 'too-many' && report.reported.orders, [{ orderId: refused.id, what: 'REPAIR_REFUSED' }]);
    await assertPublished(other, 'CANCELED');
  });

  it('compares an order that took longer than a window when it has ended', async () => {
    const order = orderAt('2026-03-01T10:00:00.000Z');
    const settlement = settlementOf(order, APPROVED);
    await ports.limits.reserve(order);
    await ports.settlements.settle(order, settlement);
    workflowIs(ports, order, 'TERMINATED');
    const endedMs = Date.parse(settlement.events.at(-1)?.at ?? '');
    assert.deepEqual(await reconcile({ fromMs: endedMs, toMs: endedMs + 1 }), done(1, repaired(0, 0, 1, 1, 1)));
    await assertPublished(order, 'APPROVED');
  });

  it('leaves an order that waits in the spool, also one that is started from there while it looks', async () => {
    const [spooled, started] = [orderAt(), orderAt()];
    for (const order of [spooled, started]) await ports.orders.accept(order);
    await ports.spool.put(spooled);
    const find = ports.spool.find.bind(ports.spool);
    ports.spool.find = async (orderId) => {
      if (orderId === started.id) workflowIs(ports, started, 'RUNNING');
      return find(orderId);
    };
    assert.deepEqual(await reconcile(), done(2));
  });

  it('believes what a workflow has written since it was described, not what was there before', async () => {
    const order = orderAt();
    await ports.orders.accept(order);
    workflowIs(ports, order, 'RUNNING');
    const find = ports.executions.find.bind(ports.executions);
    ports.executions.find = async (orderId) => {
      await settled(order);
      workflowIs(ports, order, 'COMPLETED');
      await ports.limits.confirm(order);
      await ports.log.append(order.id, settlementOf(order, APPROVED).events);
      await ports.stream.publish(order.id, settlementOf(order, APPROVED).events);
      return find(orderId);
    };
    assert.deepEqual(await reconcile(), done(1));
  });

  it('asks about the latest run of an order that was reset', async () => {
    const order = await settled();
    workflowIs(ports, order, 'COMPLETED', {}, 'first');
    workflowIs(ports, order, 'RUNNING', {}, 'second');
    assert.deepEqual(await reconcile(), done(1), 'the second run publishes by itself');
    assert.equal(ports.stream.records.length, 0);
  });

  it('looks at an order in the windows of its acceptance and its end only, whenever its workflow was started', async () => {
    const order = orderAt('2026-03-01T09:00:00.000Z');
    await ports.orders.accept(order);
    ports.executions.set({ orderId: order.id, runId: 'late', order, state: 'COMPLETED' }, '2026-03-01T12:00:00.000Z');
    assert.deepEqual(await reconcile(), done(0));
  });

  it('has a window divided that holds too many orders for one go', async () => {
    for (let count = 0; count <= 5_000; count += 1) await ports.orders.accept(orderAt());
    assert.equal(await reconcile(), 'too-many');
    const instant = Date.parse('2026-03-01T12:00:00.000Z');
    const did = await reconcile({ fromMs: instant, toMs: instant + 1 });
    assert.ok(did !== 'too-many', 'what cannot be divided is taken as it is');
    assert.equal(did.looked, 5_001);
  }).timeout(60_000);

  it('repairs what is marked as stuck, whatever its age, and takes the marks off for good', async () => {
    const long = '2026-01-01T00:00:00.000Z';
    const [orphan, unpublished, forgotten] = [orderAt(long), orderAt(long), orderAt(long)];
    await ports.orders.accept(orphan);
    for (const order of [unpublished, forgotten]) await settled(order);
    for (const order of [orphan, unpublished, forgotten]) workflowIs(ports, order, 'TERMINATED');
    await watch();
    ports.executions.forget(forgotten.id);
    assert.deepEqual(await reconcileMarked(), done(3, repaired(0, 1, 3, 3, 3)));
    await assertPublished(orphan, 'CANCELED');
    for (const order of [unpublished, forgotten]) await assertPublished(order, 'APPROVED');
    assert.equal(ports.marks.resolutionOf(`run-${orphan.id}`), 'SETTLED');
    assert.equal(ports.marks.resolutionOf(`run-${forgotten.id}`), 'TOLD');
    assert.deepEqual(await reconcileMarked(), done(0));
    await watch();
    assert.deepEqual(await ports.marks.unresolved(10), []);
  });

  it('leaves a note for the detection of stuck orders when it was there first', async () => {
    const order = await settled();
    workflowIs(ports, order, 'TERMINATED');
    await reconcile();
    assert.equal((await watch()).stuck, 0);
    assert.deepEqual(await ports.marks.unresolved(10), []);
  });

  it('leaves the mark on an order that it can only report', async () => {
    const order = orderAt();
    workflowIs(ports, order, 'TERMINATED');
    await ports.log.append(order.id, [{ sequence: 1, type: 'order.approved', at: CLOSED_AT, data: {} }]);
    await watch();
    const did = await reconcileMarked();
    assert.deepEqual(did.reported, { total: 1, orders: [{ orderId: order.id, what: 'LOG_DIFFERS' }] });
    assert.equal((await ports.marks.unresolved(10)).length, 1);
  });
});
