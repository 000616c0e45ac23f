import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Order } from '../../domain/order';
import type { ExecutionFilter, Executions } from '../../ports/maintenance';
import { until } from '../until';
import { newOrder } from './sample-orders';

export interface ExecutionsUnderTest {
  readonly executions: Executions;
  /** Starts the order's workflow, which then stays open, held or not; resolves with the id of its run. */
  readonly start: (order: Order, isHeld?: boolean) => Promise<string>;
  readonly terminate: (order: Order) => Promise<void>;
  readonly complete: (order: Order) => Promise<void>;
  /** Resets the order's workflow to its beginning; resolves with the id of the new run. */
  readonly reset: (order: Order) => Promise<string>;
}

/** How maintenance sees the workflows of all orders. `create` is called once per test. */
export function executionsContract(name: string, create: () => ExecutionsUnderTest): void {
  describe(`${name}, as the workflows of all orders`, () => {
    let executions: Executions;
    let start: ExecutionsUnderTest['start'];
    let end: Pick<ExecutionsUnderTest, 'terminate' | 'complete' | 'reset'>;
    beforeEach(() => void ({ executions, start, ...end } = create()));

    const anOrder = () => newOrder({ acceptedAt: new Date().toISOString(), client: 'shop' });
    const MANY = 10_000;
    /** The runs of an order on a list, as soon as they are in the server's index. */
    const listed = async (filter: ExecutionFilter, order: Order, count: number) => {
      const ofOrder = async () => (await executions.list(filter, MANY)).filter(({ orderId }) => orderId === order.id);
      await until(`${filter.kind}: ${count}`, async () => (await ofOrder()).length === count, 15_000);
      return ofOrder();
    };
    const aroundNow = (): ExecutionFilter => ({ kind: 'started', window: { fromMs: Date.now() - 60_000, toMs: Date.now() + 60_000 } });
    const stillOpen = (): ExecutionFilter => ({ kind: 'open', startedBeforeMs: Date.now() + 60_000 });
    const brokenOff: ExecutionFilter = { kind: 'broken-off', sinceMs: Date.now() - 3_600_000 };

    it('are found as they are, with the order they were started with', async () => {
      const order = anOrder();
      const runId = await start(order);
      const found = await executions.find(order.id);
      assert.deepEqual({ ...found, trouble: undefined }, { orderId: order.id, runId, order, state: 'RUNNING', isHeld: false, trouble: undefined });
      assert.equal(await executions.find(randomUUID()), undefined);
    });

    it('have ended when they are terminated, at one time for ever', async () => {
      const order = anOrder();
      const runId = await start(order);
      const before = Date.now();
      await end.terminate(order);
      const found = await executions.find(order.id);
      assert.ok(found?.state === 'TERMINATED');
      assert.ok(Math.abs(Date.parse(found.closedAt) - before) < 60_000, found.closedAt);
      assert.deepEqual(await executions.find(order.id), found);
      assert.deepEqual(await listed(brokenOff, order, 1), [{ orderId: order.id, runId, order, state: 'TERMINATED', closedAt: found.closedAt }]);
      await listed(stillOpen(), order, 0);
    });

    it('are listed by when they were started, at most so many', async () => {
      const order = anOrder();
      const runId = await start(order);
      assert.deepEqual(await listed(aroundNow(), order, 1), [{ orderId: order.id, runId, order, state: 'RUNNING', isHeld: false }]);
      await listed({ kind: 'started', window: { fromMs: 0, toMs: Date.now() - 60_000 } }, order, 0);
      await start(anOrder());
      assert.equal((await executions.list(aroundNow(), 1)).length, 1);
    });

    it('are listed while they are open and not held', async () => {
      const [order, held] = [anOrder(), anOrder()];
      await start(order);
      await start(held, true);
      const [listedOrder] = await listed(stillOpen(), order, 1);
      assert.ok(listedOrder?.state === 'RUNNING' && !listedOrder.isHeld);
      const [listedHeld] = await listed(aroundNow(), held, 1);
      assert.ok(listedHeld?.state === 'RUNNING' && listedHeld.isHeld);
      await listed(stillOpen(), held, 0);
      await listed({ kind: 'open', startedBeforeMs: Date.now() - 60_000 }, order, 0);
    });

    it('are completed when they have come to their end, and then neither open nor broken off', async () => {
      const order = anOrder();
      const runId = await start(order);
      await end.complete(order);
      assert.deepEqual(await executions.find(order.id), { orderId: order.id, runId, order, state: 'COMPLETED' });
      const ended = async () => (await listed(aroundNow(), order, 1))[0]?.state === 'COMPLETED';
      await until('the index knows', ended, 15_000);
      await listed(brokenOff, order, 0);
    });

    it('are found by their latest run when they were reset', async () => {
      const order = anOrder();
      const first = await start(order);
      await end.complete(order);
      const second = await end.reset(order);
      assert.notEqual(second, first);
      const found = await executions.find(order.id);
      assert.equal(found?.runId, second);
      assert.deepEqual(found?.order, order);
      await listed(aroundNow(), order, 2);
    });
  });
}
