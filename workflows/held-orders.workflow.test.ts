import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { JUST_OVER_LIMIT } from '../test/contracts/sample-orders';
import type { OrderEvent } from '../domain/events';
import type { Decision } from '../domain/holds';
import type { Order, Outcome } from '../domain/order';
import { anOrder, type MemoryPorts } from '../test/workflow-environment';
import { until } from '../test/until';
import { DECISION_UPDATE, TIMELINE_QUERY } from './contract';
import { orderRuns, typesOf, type Started } from './orders.fixture';

const APPROVED: Outcome = { status: 'APPROVED' };
const canceled = (reason: string) => ({ status: 'CANCELED', reason });

describe('An order whose user check cannot be answered', function () {
  this.timeout(60_000);
  const runs = orderRuns();
  const { run, logged } = runs;
  let ports: MemoryPorts;
  beforeEach(() => {
    ports = runs.ports();
    ports.users.faults.down = true;
  });

  const untilHeld = (handle: Started, times = 1) =>
    until('it is held', async () => {
      const events = await handle.query<OrderEvent[]>(TIMELINE_QUERY);
      return typesOf(events).filter((type) => type === 'order.held').length === times;
    });
  const dataOf = async (order: Order, type: string) => (await logged(order)).filter((event) => event.type === type).map(({ data }) => data);

  function decide(handle: Started, decision: Decision['decision'], updateId?: string): Promise<Outcome | null> {
    const args: [Decision] = [{ decision, by: 'ada', note: 'seen' }];
    return handle.executeUpdate<Outcome | null, [Decision]>(DECISION_UPDATE, { args, ...(updateId && { updateId }) });
  }

  for (const [valid, status] of [[true, 'approved'], [false, 'canceled']] as const) {
    it(`is ${status} at once on the last answer about its user`, async () => {
      const order = anOrder();
      ports.answers.remember(order.userId, valid);
      const outcome = await run(order);
      assert.deepEqual(outcome, valid ? APPROVED : canceled('USER_INVALID'));
      assert.deepEqual(await dataOf(order, 'check.unavailable'), [{ check: 'user', attempts: 4, fallback: 'cache' }]);
      assert.deepEqual(await dataOf(order, valid ? 'user.validated' : 'user.rejected'), [{ source: 'cache' }]);
      assert.equal(ports.users.asked.length, 4);
    });
  }

  it('keeps each answer of the user service for later', async () => {
    ports.users.faults.down = false;
    const first = anOrder({ userId: 'ann' });
    await run(first);
    ports.users.faults.down = true;
    assert.deepEqual(await run(anOrder({ userId: 'ann' })), APPROVED);
  });

  it('does not take an answer that is too old', async () => {
    const order = anOrder();
    ports.answers.remember(order.userId, true);
    Object.assign(ports.fallback, { maxAgeMs: 0 });
    assert.deepEqual(await run(order), canceled('CHECK_UNAVAILABLE'));
  });

  it('is held when nothing is known about its user, can be seen, and goes on by itself when the service is back', async () => {
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await untilHeld(handle);
      await until('the hold is shown', () => ports.holds.holdOf(order.id) !== undefined);
      const { cause, since, until: deadline } = ports.holds.holdOf(order.id)!;
      assert.equal(cause, 'USER_CHECK_UNAVAILABLE');
      assert.equal(Date.parse(deadline) - Date.parse(since), 900_000);
      assert.equal((await ports.settlements.find(order.id))?.status, 'PROCESSING');
      ports.users.faults.down = false;
    });
    assert.deepEqual(outcome, APPROVED);
    const types = ['order.received', 'check.unavailable', 'limit.reserved', 'order.held', 'order.resumed', 'user.validated', 'order.approved'];
    await runs.assertPublished(order, outcome, types);
    assert.deepEqual(await dataOf(order, 'order.resumed'), [{ by: 'answer' }]);
    assert.equal(ports.holds.holdOf(order.id), undefined, 'a settled order is not held');
  });

  it('is asked about once more at the deadline, and then canceled', async () => {
    const order = anOrder();
    const outcome = await run(order);
    assert.deepEqual(outcome, canceled('CHECK_UNAVAILABLE'));
    const types = ['order.received', 'check.unavailable', 'limit.reserved', 'order.held', 'order.resumed', 'check.unavailable', 'order.canceled'];
    await runs.assertPublished(order, outcome, types);
    assert.deepEqual(await dataOf(order, 'order.resumed'), [{ by: 'deadline' }]);
    const [held, resumed] = [(await logged(order)).find(({ type }) => type === 'order.held'), (await logged(order)).find(({ type }) => type === 'order.resumed')];
    const heldMs = Date.parse(resumed!.at) - Date.parse(held!.at);
    assert.ok(heldMs >= 900_000 && heldMs < 901_000, `${heldMs}`);
    assert.deepEqual((await dataOf(order, 'check.unavailable')).map((data) => (data as { fallback: string }).fallback), ['hold', 'none']);
  });

  it('is held too when its user service hangs', async () => {
    ports.users.hangs = true;
    // Time is not skipped while an activity runs.
    Object.assign(ports.fallback, { hold: { forMs: 5_000, askEveryMs: 1_000 } });
    const order = anOrder();
    const outcome = await run(order);
    assert.deepEqual(outcome, canceled('CHECK_UNAVAILABLE'));
    assert.match(JSON.stringify(await logged(order)), /"attempts":4,"fallback":"hold"/);
  });

  it('is held as well when the last answer cannot be looked up', async () => {
    ports.answers.faults.down = true;
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await untilHeld(handle);
      ports.users.faults.down = false;
    });
    assert.deepEqual(outcome, APPROVED);
  });

  it('is not held when the limit refuses it', async () => {
    const order = anOrder({ value: JUST_OVER_LIMIT });
    const outcome = await run(order);
    assert.deepEqual(outcome, canceled('LIMIT_EXCEEDED'));
    await runs.assertPublished(order, outcome, ['order.received', 'check.unavailable', 'limit.refused', 'order.canceled']);
  });

  it('is approved by an operator, who is answered once the order is settled, and named in the log', async () => {
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await untilHeld(handle);
      assert.deepEqual(await decide(handle, 'approve'), APPROVED);
    });
    assert.deepEqual(outcome, APPROVED);
    assert.deepEqual(await dataOf(order, 'order.resumed'), [{ by: 'operator', operator: 'ada', decision: 'approve', note: 'seen' }]);
  });

  it('is rejected by an operator, and a caller who asks otherwise at the same time gets the same outcome', async () => {
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await untilHeld(handle);
      ports.settlements.faults.failNext = 3;
      const [first, second, again] = await Promise.all([
        decide(handle, 'reject', 'decision-reject'),
        decide(handle, 'approve', 'decision-approve'),
        decide(handle, 'reject', 'decision-reject'),
      ]);
      assert.deepEqual(first, second);
      assert.deepEqual(first, again);
    });
    assert.equal((await dataOf(order, 'order.resumed')).length, 1);
    const decision = JSON.stringify(await dataOf(order, 'order.resumed')).includes('"reject"');
    assert.deepEqual(outcome, decision ? canceled('REJECTED_BY_OPERATOR') : APPROVED);
  });

  it('is asked about at once when an operator says so, and held on until the same deadline without an answer', async () => {
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await untilHeld(handle);
      const asked = ports.users.asked.length;
      assert.equal(await decide(handle, 'retry'), null);
      assert.ok(ports.users.asked.length >= asked + 4);
      await untilHeld(handle, 2);
      ports.users.faults.down = false;
      assert.deepEqual(await decide(handle, 'retry'), APPROVED);
    });
    assert.deepEqual(outcome, APPROVED);
    const [first, second] = (await dataOf(order, 'order.held')) as { until: string }[];
    assert.equal(first?.until, second?.until);
  });

  it('takes the ruling of an operator that comes together with a retry', async () => {
    const order = anOrder();
    const answers: Promise<Outcome | null>[] = [];
    const hold = ports.holds.hold.bind(ports.holds);
    const outcome = await run(order, async (handle) => {
      // Both reach the server while the worker is in the hold's own step, and the workflow in its next task.
      ports.holds.hold = async (held, how) => {
        if (answers.length === 0) {
          answers.push(decide(handle, 'retry'));
          await setTimeout(200);
          answers.push(decide(handle, 'approve'));
          await setTimeout(400);
        }
        return hold(held, how);
      };
      await until('both are sent', () => answers.length === 2);
      assert.deepEqual(await Promise.all(answers), [APPROVED, APPROVED]);
    });
    assert.deepEqual(outcome, APPROVED);
  });

  describe('with fallbacks switched off', () => {
    it('is held although its last answer is known, and goes on by a new one', async () => {
      const order = anOrder();
      ports.answers.remember(order.userId, false);
      ports.toggles.off('fallbackToLastAnswer');
      const outcome = await run(order, async (handle) => {
        await untilHeld(handle);
        ports.users.faults.down = false;
      });
      assert.deepEqual(outcome, APPROVED);
    });

    it('is canceled at once when it may not be held, and says so in its events', async () => {
      const order = anOrder();
      ports.toggles.off('fallbackToHold');
      const outcome = await run(order);
      assert.deepEqual(outcome, canceled('CHECK_UNAVAILABLE'));
      await runs.assertPublished(order, outcome, ['order.received', 'check.unavailable', 'limit.reserved', 'order.canceled']);
      assert.deepEqual(await dataOf(order, 'check.unavailable'), [{ check: 'user', attempts: 4, fallback: 'none' }]);
      assert.equal(ports.users.asked.length, 4);
    });

    for (const [valid, status] of [[true, 'approved'], [false, 'canceled']] as const) {
      it(`is ${status} on its last answer when it may not be held, also when that cannot be looked up at first`, async () => {
        const order = anOrder();
        ports.answers.remember(order.userId, valid);
        ports.answers.faults.failNext = 3;
        ports.toggles.off('fallbackToHold');
        assert.deepEqual(await run(order), valid ? APPROVED : canceled('USER_INVALID'));
      });
    }

    it('is canceled with both of them, whatever its last answer was', async () => {
      const order = anOrder();
      ports.answers.remember(order.userId, true);
      ports.toggles.off('fallbackToLastAnswer', 'fallbackToHold');
      assert.deepEqual(await run(order), canceled('CHECK_UNAVAILABLE'));
    });

    it('stays held when holding is switched off afterwards', async () => {
      const order = anOrder();
      const outcome = await run(order, async (handle) => {
        await untilHeld(handle);
        ports.toggles.off('fallbackToLastAnswer', 'fallbackToHold');
        assert.equal(await decide(handle, 'retry'), null);
        await untilHeld(handle, 2);
        assert.deepEqual(await decide(handle, 'approve'), APPROVED);
      });
      assert.deepEqual(outcome, APPROVED);
    });
  });

  it('takes no decision while it is not held', async () => {
    ports.users.hangs = true;
    const order = anOrder();
    await run(order, async (handle) => {
      await until('the user is asked', () => ports.users.asked.length > 0);
      const refused = await decide(handle, 'approve').catch((error: unknown) => error);
      assert.ok(refused instanceof WorkflowUpdateFailedError);
      assert.equal((refused.cause as { type?: string }).type, 'NotHeld');
      await handle.cancel();
    });
  });

  it('is canceled from the Web UI while it is held', async () => {
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await untilHeld(handle);
      await handle.cancel();
    });
    assert.deepEqual(outcome, canceled('CANCELED_BY_OPERATOR'));
    assert.equal(ports.holds.holdOf(order.id), undefined);
  });
});

describe('A step that keeps failing', function () {
  this.timeout(60_000);
  const runs = orderRuns();

  it('makes its order stuck for everyone to see, until it succeeds, and costs the history little', async () => {
    const order = anOrder();
    runs.ports().settlements.faults.failNext = 100;
    const outcome = await runs.run(order);
    assert.deepEqual(outcome, APPROVED);
    const { events = [] } = await runs.env().client.workflow.getHandle(order.id).fetchHistory();
    const stages = (events ?? []).flatMap((event) => {
      const fields = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
      return fields?.['OrderStage']?.data ? [Buffer.from(fields['OrderStage'].data).toString()] : [];
    });
    assert.deepEqual([...new Set(stages)], ['"stuck"', '"checking"', '"settled"']);
    assert.ok((events ?? []).length < 60, `${(events ?? []).length} events for 100 failures`);
  });
});
