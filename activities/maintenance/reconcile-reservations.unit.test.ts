import assert from 'node:assert/strict';
import { NOTHING_DONE } from '../../domain/maintenance-reports';
import type { Order, Outcome } from '../../domain/order';
import { Unavailable } from '../../ports/unavailable';
import { APPROVED, CANCELED, settlementOf } from '../../test/contracts/sample-orders';
import { act, type MaintenanceMemory, maintenancePorts, orderAt, workflowIs } from './maintenance.fixture';
import { createReconcileReservations } from './reconcile-reservations';

const MINUTE_MS = 60_000;

describe('Reconcile, of what nobody has ended of what was reserved,', () => {
  let ports: MaintenanceMemory;
  beforeEach(() => (ports = maintenancePorts()));

  const before = (ageMs: number) => act(createReconcileReservations(ports), Date.now() - ageMs);
  const did = (looked: number, ledger: number) => ({ ...NOTHING_DONE, looked, repaired: { ...NOTHING_DONE.repaired, ledger } });
  const stateOf = async ({ id }: Order) => (await ports.reservations.stateOf([id])).get(id);
  const statesOf = (orders: readonly Order[]) => Promise.all(orders.map(stateOf));

  /** Reserved two minutes ago. */
  async function reserved(order = orderAt()): Promise<Order> {
    await ports.limits.reserve(order);
    ports.limits.backdate(order.id, Date.now() - 2 * MINUTE_MS);
    return order;
  }
  async function settled(outcome: Outcome): Promise<Order> {
    const order = await reserved();
    await ports.settlements.settle(order, settlementOf(order, outcome));
    return order;
  }

  it('frees what an order has taken that is gone, once', async () => {
    const order = await reserved();
    assert.deepEqual(await before(MINUTE_MS), did(1, 1));
    assert.equal(await stateOf(order), 'released');
    assert.equal((await ports.limits.exposureOf(order.userId)).exposure, '0');
    assert.deepEqual(await before(MINUTE_MS), did(0, 0), 'the second run changes nothing');
  });

  it('ends what orders have taken that are settled, by their current outcome', async () => {
    const [approved, canceled, terminated] = [await settled(APPROVED), await settled(CANCELED), await settled(APPROVED)];
    workflowIs(ports, approved, 'COMPLETED');
    workflowIs(ports, terminated, 'TERMINATED');
    assert.deepEqual(await before(MINUTE_MS), did(3, 3));
    assert.deepEqual(await statesOf([approved, canceled, terminated]), ['confirmed', 'released', 'confirmed']);
    assert.deepEqual(await before(MINUTE_MS), did(0, 0));
  });

  it('leaves what is young, on its way, spooled, or still to be settled', async () => {
    const young = orderAt();
    await ports.limits.reserve(young);
    const [running, settling, rowless, spooled, missing, broken] = [await reserved(), await settled(CANCELED), await reserved(), await reserved(), await reserved(), await reserved()];
    for (const order of [running, settling, rowless]) workflowIs(ports, order, 'RUNNING');
    for (const order of [running, missing, broken]) await ports.orders.accept(order);
    await ports.spool.put(spooled);
    workflowIs(ports, broken, 'TERMINATED');
    assert.deepEqual(await before(MINUTE_MS), did(6, 0));
    assert.deepEqual(new Set(await statesOf([young, running, settling, rowless, spooled, missing, broken])), new Set(['reserved']));
  });

  it('believes what a workflow has done since its reservation was listed', async () => {
    const order = await settled(APPROVED);
    const find = ports.executions.find.bind(ports.executions);
    ports.executions.find = async (orderId) => {
      await ports.limits.confirm(order);
      workflowIs(ports, order, 'COMPLETED');
      return find(orderId);
    };
    assert.deepEqual(await before(MINUTE_MS), did(1, 0));
  });

  it('looks at all of them, page after page, also at those behind many that are left', async () => {
    for (let count = 0; count < 1_200; count += 1) workflowIs(ports, await reserved(), 'RUNNING');
    const gone = await reserved();
    ports.limits.backdate(gone.id, Date.now() - 1.5 * MINUTE_MS);
    assert.deepEqual(await before(MINUTE_MS), did(1_201, 1));
    assert.equal(await stateOf(gone), 'released');
  });

  it('frees nothing while a part cannot say whether the order is gone, and can be repeated', async () => {
    const order = await reserved();
    for (const part of [ports.executions, ports.settlements, ports.spool]) {
      part.faults.failNext = 1;
      await assert.rejects(before(MINUTE_MS), Unavailable);
      assert.equal(await stateOf(order), 'reserved');
    }
    const release = ports.limits.release.bind(ports.limits);
    ports.limits.release = async (claim) => {
      ports.limits.faults.loseNext = 1;
      return release(claim);
    };
    await assert.rejects(before(MINUTE_MS), Unavailable);
    assert.deepEqual(await before(MINUTE_MS), did(0, 0));
    assert.equal(await stateOf(order), 'released');
  });
});
