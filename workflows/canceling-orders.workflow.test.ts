import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { JUST_OVER_LIMIT } from '../test/contracts/sample-orders';
import type { OrderEvent } from '../domain/events';
import type { Order, Outcome } from '../domain/order';
import { anOrder, type MemoryPorts } from '../test/workflow-environment';
import { until } from '../test/until';
import { CANCEL_UPDATE, TIMELINE_QUERY } from './contract';
import { orderRuns, typesOf, type Started } from './orders.fixture';

const APPROVED: Outcome = { status: 'APPROVED' };
const CANCELED: Outcome = { status: 'CANCELED', reason: 'CANCELED_BY_CLIENT' };

function cancel(handle: Started): Promise<Outcome | null> {
  return handle.executeUpdate<Outcome | null, []>(CANCEL_UPDATE, { updateId: 'cancel', args: [] });
}

describe('A client cancels an order', function () {
  this.timeout(120_000);
  const runs = orderRuns();
  const { run } = runs;
  let ports: MemoryPorts;
  beforeEach(() => (ports = runs.ports()));

  const exposureOf = async ({ userId }: Order) => (await ports.limits.exposureOf(userId)).exposure;
  const typesSoFar = async (handle: Started) => typesOf(await handle.query<OrderEvent[]>(TIMELINE_QUERY));

  it('while a check hangs', async () => {
    ports.users.hangs = true;
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await until('the user is asked', () => ports.users.asked.length > 0);
      assert.deepEqual(await cancel(handle), CANCELED);
    });
    assert.deepEqual(outcome, CANCELED);
    await runs.assertPublished(order, outcome, ['order.received', 'limit.reserved', 'order.canceled']);
    assert.equal(await exposureOf(order), '0');
  });

  it('while it is held, twice', async () => {
    ports.users.faults.down = true;
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await until('it is held', async () => (await typesSoFar(handle)).includes('order.held'));
      assert.deepEqual(await Promise.all([cancel(handle), cancel(handle)]), [CANCELED, CANCELED]);
    });
    assert.deepEqual(outcome, CANCELED);
    assert.equal(await exposureOf(order), '0');
  });

  it('and an operator does: the first of them counts, and an operator is named in the last event', async () => {
    const byOperator: Outcome = { status: 'CANCELED', reason: 'CANCELED_BY_OPERATOR' };
    for (const names of [['ada', undefined], [undefined, 'ada'], ['ada', 'eve']]) {
      ports.users.hangs = true;
      const order = anOrder({ userId: `canceled by ${names.join(' and ')}`, client: 'shop' });
      const outcome = await run(order, async (handle) => {
        await until('the user is asked', () => ports.users.asked.length > 0);
        const ask = (name: string | undefined, updateId: string) =>
          name === undefined
            ? handle.executeUpdate<Outcome | null, []>(CANCEL_UPDATE, { updateId })
            : handle.executeUpdate<Outcome | null, [string]>(CANCEL_UPDATE, { updateId, args: [name] });
        await ask(names[0], 'first');
        await ask(names[1], 'second').catch(() => undefined);
      });
      const [first] = names;
      assert.deepEqual(outcome, first === undefined ? CANCELED : byOperator);
      assert.deepEqual(await ports.settlements.find(order.id), { ...order, ...outcome });
      const ended = (await runs.logged(order)).find(({ type }) => type === 'order.canceled');
      assert.deepEqual(ended?.data, first === undefined ? { reason: 'CANCELED_BY_CLIENT' } : { reason: 'CANCELED_BY_OPERATOR', by: first });
    }
  });

  it('and operators do, all at once: the first of them counts', async () => {
    ports.users.hangs = true;
    const order = anOrder();
    let first: string | null | undefined;
    await run(order, async (handle) => {
      await until('the user is asked', () => ports.users.asked.length > 0);
      const names = Array.from({ length: 5 }, (_, index) => `operator-${index}`);
      const ask = (name: string) => handle.executeUpdate<Outcome | null, [string]>(CANCEL_UPDATE, { updateId: name, args: [name] });
      // One that comes after the end is not taken.
      await Promise.all(names.map((name) => ask(name).catch(() => undefined)));
      const { events } = await handle.fetchHistory();
      const taken = (events ?? []).flatMap(({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) => (accepted ? [accepted] : []));
      first = taken[0]?.protocolInstanceId;
    });
    const ended = (await runs.logged(order)).find(({ type }) => type === 'order.canceled');
    assert.deepEqual(ended?.data, { reason: 'CANCELED_BY_OPERATOR', by: first });
  });

  it('while its limit cannot be reserved', async () => {
    ports.limits.faults.down = true;
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await until('the user is checked', async () => (await typesSoFar(handle)).includes('user.validated'));
      assert.deepEqual(await cancel(handle), CANCELED);
      ports.limits.faults.down = false;
    });
    await runs.assertPublished(order, outcome, ['order.received', 'user.validated', 'order.canceled']);
  });

  it('too late: it gets the outcome of the order', async () => {
    ports.stream.faults.down = true;
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await until('it is settled', async () => (await ports.settlements.find(order.id))?.status === 'APPROVED');
      assert.deepEqual(await cancel(handle), APPROVED);
      ports.stream.faults.down = false;
    });
    assert.deepEqual(outcome, APPROVED);
    assert.equal(await exposureOf(order), '1000');
  });

  it('too late, as an operator: who has not canceled it is not named', async () => {
    ports.stream.faults.down = true;
    const order = anOrder({ value: JUST_OVER_LIMIT });
    await run(order, async (handle) => {
      await until('it is settled', async () => (await ports.settlements.find(order.id))?.status === 'CANCELED');
      await handle.executeUpdate<Outcome | null, [string]>(CANCEL_UPDATE, { args: ['ada'] });
      ports.stream.faults.down = false;
    });
    const ended = (await runs.logged(order)).find(({ type }) => type === 'order.canceled');
    assert.deepEqual(ended?.data, { reason: 'LIMIT_EXCEEDED' });
  });

  it('while it settles, and the order ends otherwise: it gets that outcome, and nothing is left reserved or freed twice', async () => {
    ports.settlements.faults.down = true;
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await until('it is decided', async () => (await typesSoFar(handle)).includes('order.approved'));
      const answer = cancel(handle);
      ports.settlements.faults.down = false;
      assert.deepEqual(await answer, APPROVED);
    });
    assert.deepEqual(outcome, APPROVED);
    assert.equal(await exposureOf(order), '1000');
  });

  it('and its reservation, which comes after the release, frees nothing and takes nothing', async () => {
    const order = anOrder();
    ports.limits.faults.down = true;
    await run(order, async (handle) => {
      await until('the user is checked', async () => (await typesSoFar(handle)).includes('user.validated'));
      await cancel(handle);
      ports.limits.faults.down = false;
    });
    assert.equal((await ports.limits.reserve(order)).fits, false);
    assert.equal(await exposureOf(order), '0');
  });

  it('at any moment: one outcome, which is the answer, and the exposure is right', async () => {
    const moments = ['user answers', 'limit is reserved', 'limit answers', 'settlement is written', 'settlement answers', 'client cancels', 'client cancels again', 'web ui cancels'] as const;
    const plans = fc.record({ order: fc.shuffledSubarray([...moments]), valid: fc.boolean(), value: fc.constantFrom('1000', JUST_OVER_LIMIT) });
    await fc.assert(
      fc.asyncProperty(plans, async ({ order: plan, valid, value }) => {
        const order = anOrder({ userId: `${plan.length}-${Math.random()}`, value });
        ports.users.answer(order.userId, valid);
        const gates = gate(ports, order);
        const answers: Promise<Outcome | null>[] = [];
        const outcome = await run(order, async (handle) => {
          for (const moment of plan) {
            if (moment.startsWith('client')) answers.push(cancel(handle));
            else if (moment === 'web ui cancels') await handle.cancel();
            else gates.open(moment);
            await setImmediate();
          }
          gates.openAll();
          // An update that comes after the end is not taken: its sender reads the outcome.
          for (const answer of answers) assert.deepEqual(await answer.catch(() => handle.result()), await handle.result());
        });
        if (answers.length === 0 && !plan.includes('web ui cancels')) assert.equal(outcome.status, valid && value === '1000' ? 'APPROVED' : 'CANCELED');
        if (!valid || value !== '1000') assert.equal(outcome.status, 'CANCELED');
        assert.deepEqual(await ports.settlements.find(order.id), { ...order, ...outcome });
        assert.equal((await ports.limits.stateOf([order.id])).get(order.id), outcome.status === 'APPROVED' ? 'confirmed' : 'released');
        assert.equal(await exposureOf(order), outcome.status === 'APPROVED' ? '1000' : '0');
        const log = typesOf(await runs.logged(order));
        assert.equal(log.filter((type) => type === 'order.approved' || type === 'order.canceled').length, 1);
        assert.equal(log.includes('limit.released'), outcome.status === 'CANCELED' && !log.includes('limit.refused'));
      }),
      { numRuns: 15 },
    );
  });
});

/** Puts a gate before and after each effect on this order. */
function gate({ users, limits, settlements }: MemoryPorts, order: Order) {
  const opened = new Map<string, () => void>();
  const gates = new Map<string, Promise<void>>();
  for (const moment of ['user answers', 'limit is reserved', 'limit answers', 'settlement is written', 'settlement answers']) {
    gates.set(moment, new Promise((resolve) => opened.set(moment, resolve)));
  }
  const isValid = users.isValid.bind(users);
  const reserve = limits.reserve.bind(limits);
  const settle = settlements.settle.bind(settlements);
  users.isValid = async (userId, signal) => {
    if (userId === order.userId) await gates.get('user answers');
    return isValid(userId, signal);
  };
  limits.reserve = async (asked) => {
    if (asked.id === order.id) await gates.get('limit is reserved');
    const answer = await reserve(asked);
    if (asked.id === order.id) await gates.get('limit answers');
    return answer;
  };
  settlements.settle = async (asked, proposed) => {
    if (asked.id === order.id) await gates.get('settlement is written');
    const current = await settle(asked, proposed);
    if (asked.id === order.id) await gates.get('settlement answers');
    return current;
  };
  return {
    open: (moment: string) => opened.get(moment)?.(),
    openAll: () => opened.forEach((open) => open()),
  };
}
