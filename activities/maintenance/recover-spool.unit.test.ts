import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { CancelledFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Order } from '../../domain/order';
import { Unavailable } from '../../ports/unavailable';
import { APPROVED, CANCELED, money, newOrder, settlementOf } from '../../test/contracts/sample-orders';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { MemoryOrders } from '../../test/fakes/orders';
import { MemorySpool } from '../../test/fakes/spool';
import { MemoryWorkflows } from '../../test/fakes/workflows';
import { BATCH_SIZE, createRecoverSpool, type RecoveredBatch } from './recover-spool';

const ALL = 1000;

describe('Recovering spooled orders', () => {
  let spool: MemorySpool;
  let workflows: MemoryWorkflows;
  let orders: MemoryOrders;
  beforeEach(() => {
    spool = new MemorySpool();
    workflows = new MemoryWorkflows();
    orders = new MemoryOrders();
  });

  const quiet = new DefaultLogger('ERROR', () => undefined);
  const environment = () => new MockActivityEnvironment(undefined, { logger: quiet });
  const run = (passOver: readonly string[] = []): Promise<RecoveredBatch> =>
    environment().run(createRecoverSpool({ spool, workflows, orders }), passOver);
  const nameOf = ({ id }: Order) => `${id}.json`;
  const NOTHING: RecoveredBatch = { recovered: 0, setAside: [], left: [], isFull: false };

  async function spooled(changes: Partial<Order> = {}): Promise<Order> {
    return spool.put(newOrder(changes));
  }

  async function assertSetAside(order: Order, why: RegExp): Promise<void> {
    const { setAside, ...rest } = await run();
    assert.deepEqual(rest, { recovered: 0, left: [], isFull: false });
    assert.deepEqual(setAside.map(({ name }) => name), [nameOf(order)]);
    assert.match(setAside[0]?.why ?? '', why);
    assert.deepEqual(spool.quarantined.map(({ name }) => name), [nameOf(order)]);
    assert.deepEqual(await spool.names(ALL), []);
  }

  it('finds nothing to do in an empty spool', async () => {
    assert.deepEqual(await run(), NOTHING);
  });

  it('starts what is spooled, with or without a row, and takes it away', async () => {
    const [withRow, without] = [await spooled(), await spooled()];
    await orders.accept(withRow);
    assert.deepEqual(await run(), { ...NOTHING, recovered: 2 });
    for (const order of [withRow, without]) assert.deepEqual(await workflows.find(order.id), { ...order, status: 'PROCESSING' });
    assert.deepEqual(await spool.names(ALL), []);
    assert.deepEqual(await run(), NOTHING);
  });

  it('takes away an order that is started already, whatever the time of its acceptance', async () => {
    const order = await spooled();
    await workflows.start({ ...order, acceptedAt: '2026-02-01T00:00:00.000Z' });
    assert.deepEqual(await run(), { ...NOTHING, recovered: 1 });
    assert.deepEqual(await spool.names(ALL), []);
    assert.equal((await workflows.find(order.id))?.acceptedAt, '2026-02-01T00:00:00.000Z');
  });

  for (const outcome of [APPROVED, CANCELED]) {
    it(`takes away an order that has ended as ${outcome.status}, and does not start it`, async () => {
      const order = await spooled();
      await orders.settle(order, settlementOf(order, outcome));
      assert.deepEqual(await run(), { ...NOTHING, recovered: 1 });
      assert.deepEqual(await spool.names(ALL), []);
      assert.equal(await workflows.find(order.id), undefined);
    });
  }

  it('quarantines an order when another one is started under its id', async () => {
    const order = await spooled();
    await workflows.start({ ...order, value: money('2') });
    await assertSetAside(order, /another order has been started/);
    assert.equal((await workflows.find(order.id))?.value, '2');
  });

  for (const outcome of [undefined, APPROVED]) {
    it(`quarantines an order when the row under its id is another one's, ${outcome ? 'ended' : 'open'}, and does not start it`, async () => {
      const order = await spooled();
      const other = { ...order, userId: 'somebody else' };
      await orders.accept(other);
      if (outcome) await orders.settle(other, settlementOf(other, outcome));
      await assertSetAside(order, /another order has been accepted/);
      assert.equal(await workflows.find(order.id), undefined);
    });
  }

  it('quarantines what is no order, and says why', async () => {
    const order = newOrder();
    spool.plant(nameOf(order), '{"version":1,');
    await assertSetAside(order, /not JSON/);
  });

  it('starts an order while Postgres is down: a start is refused where there has been one', async () => {
    const [fresh, started] = [await spooled(), await spooled()];
    await workflows.start(started);
    orders.faults.down = true;
    assert.deepEqual(await run(), { ...NOTHING, recovered: 2 });
    assert.equal((await workflows.find(fresh.id))?.status, 'PROCESSING');
  });

  it('throws and takes nothing away while Temporal is down, and starts everything once it is back', async () => {
    const all = [await spooled(), await spooled(), await spooled()];
    workflows.faults.down = true;
    await assertUnavailable('temporal', run);
    assert.deepEqual(await spool.names(ALL), all.map(nameOf));
    workflows.faults.down = false;
    assert.deepEqual(await run(), { ...NOTHING, recovered: 3 });
  });

  it('leaves Temporal alone soon while it is down', async () => {
    for (let count = 0; count < 50; count += 1) await spooled();
    let asked = 0;
    workflows.start = async () => {
      asked += 1;
      throw new Unavailable('temporal');
    };
    await assertUnavailable('temporal', run);
    assert.ok(asked < 20, String(asked));
  });

  it('starts all the others when Temporal never answers about one of them, and throws then', async () => {
    const [unanswered, ...others] = await Promise.all(Array.from({ length: 50 }, () => spooled()));
    const start = workflows.start.bind(workflows);
    workflows.start = async (order) => (order.id === unanswered?.id ? Promise.reject(new Unavailable('temporal')) : start(order));
    await assertUnavailable('temporal', run);
    assert.deepEqual(await spool.names(ALL), [nameOf(unanswered as Order)]);
    for (const order of others) assert.deepEqual(await workflows.find(order.id), { ...order, status: 'PROCESSING' });
  });

  it('throws when the spool cannot be listed', async () => {
    spool.faults.down = true;
    await assertUnavailable('spool', run);
  });

  it('goes on to the end when it is run again after it died between a start and taking the order away', async () => {
    const order = await spooled();
    spool.remove = async () => Promise.reject(new Error('killed'));
    assert.deepEqual(await run(), { ...NOTHING, left: [nameOf(order)] });
    assert.equal((await workflows.find(order.id))?.status, 'PROCESSING');
    Reflect.deleteProperty(spool, 'remove');
    assert.deepEqual(await run(), { ...NOTHING, recovered: 1 });
    assert.deepEqual(await spool.names(ALL), []);
  });

  it('has one start when the answer to it is lost', async () => {
    const order = await spooled();
    workflows.faults.loseNext = 1;
    await assertUnavailable('temporal', run);
    assert.deepEqual(await run(), { ...NOTHING, recovered: 1 });
    assert.deepEqual(await workflows.find(order.id), { ...order, status: 'PROCESSING' });
  });

  it('starts each order once when it is run several times at once, and changes nothing more', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, () => spooled()));
    spool.plant('not-an-order.json', 'x');
    const asked: string[] = [];
    const start = workflows.start.bind(workflows);
    workflows.start = (order) => {
      asked.push(order.id);
      return start(order);
    };
    await Promise.all([run(), run(), run()]);
    assert.deepEqual([...new Set(asked)].sort(), all.map(({ id }) => id).sort());
    for (const order of all) assert.deepEqual(await workflows.find(order.id), { ...order, status: 'PROCESSING' });
    assert.deepEqual(await spool.names(ALL), []);
    assert.equal(spool.quarantined.length, 1);
    assert.deepEqual(await Promise.all([run(), run()]), [NOTHING, NOTHING]);
  });

  it('lets nothing that is wrong with one order keep the others, wherever it lies', async () => {
    const [refused, ...others] = [await spooled(), await spooled(), await spooled()];
    spool.plant('not-an-order.json', 'x');
    const last = await spooled();
    const start = workflows.start.bind(workflows);
    workflows.start = async (order) => {
      if (order.id === refused?.id) throw new Error('refused');
      return start(order);
    };
    const { recovered, setAside, left } = await run();
    assert.equal(recovered, others.length + 1);
    assert.deepEqual(setAside.map(({ name }) => name), ['not-an-order.json']);
    assert.deepEqual(left, refused && [nameOf(refused)]);
    assert.equal((await workflows.find(last.id))?.status, 'PROCESSING');
  });

  it('looks at so many at a time, says that there may be more, and skips those that the caller names', async () => {
    const all = await Promise.all(Array.from({ length: BATCH_SIZE + 1 }, () => spooled()));
    const [first] = all.map(nameOf);
    assert.deepEqual(await run([first as string]), { ...NOTHING, recovered: BATCH_SIZE, isFull: true });
    assert.deepEqual(await spool.names(ALL), [first]);
    assert.deepEqual(await run(), { ...NOTHING, recovered: 1 });
  });

  it('stops at a cancellation, and leaves the rest in the spool', async () => {
    for (let count = 0; count < 50; count += 1) await spooled();
    const mock = environment();
    const start = workflows.start.bind(workflows);
    workflows.start = async (order) => {
      mock.cancel();
      return start(order);
    };
    await assert.rejects(mock.run(createRecoverSpool({ spool, workflows, orders })), CancelledFailure);
    await setImmediate();
    assert.ok((await spool.names(ALL)).length >= 40);
  });
});
