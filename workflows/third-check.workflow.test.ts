import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { CheckName } from '../domain/checks';
import type { OrderEvent } from '../domain/events';
import type { Decision } from '../domain/holds';
import type { Order, Outcome } from '../domain/order';
import { createFraudActivities, MemoryFraudService } from '../test/third-check/fraud-activities';
import { FRAUD, FRAUD_CHECK_UNAVAILABLE, FRAUD_SUSPECTED } from '../test/third-check/fraud-check';
import { until } from '../test/until';
import { anOrder, type MemoryPorts } from '../test/workflow-environment';
import { workflowTasksOf } from '../test/workflow-tasks';
import { CANCEL_UPDATE, DECISION_UPDATE, TIMELINE_QUERY } from './contract';
import { orderRuns, typesOf, type Started } from './orders.fixture';

const USER_CHECK_UNAVAILABLE = 'USER_CHECK_UNAVAILABLE';
const APPROVED: Outcome = { status: 'APPROVED' };
const canceled = (reason: string) => ({ status: 'CANCELED', reason });

describe('An order with a third check', function () {
  this.timeout(60_000);
  let fraud: MemoryFraudService;
  let ports: MemoryPorts;
  const runs = orderRuns({
    workflowsPath: require.resolve('../test/third-check'),
    activities: (memory) => createFraudActivities(fraud, memory),
  });
  const { run, logged } = runs;
  beforeEach(() => {
    ports = runs.ports();
    fraud = new MemoryFraudService();
  });
  const timeline = (handle: Started) => handle.query<OrderEvent[]>(TIMELINE_QUERY);
  const causesIn = (events: readonly OrderEvent[]) => events.flatMap((event) => (event.type === 'order.held' ? [event.data.cause] : []));
  const untilHeldBy = (handle: Started, ...causes: string[]) =>
    until('it is held', async () => {
      const held = causesIn(await timeline(handle));
      return causes.every((cause) => held.includes(cause as typeof USER_CHECK_UNAVAILABLE));
    });
  const untilHeldByBoth = (handle: Started) => untilHeldBy(handle, USER_CHECK_UNAVAILABLE, FRAUD_CHECK_UNAVAILABLE);
  const resumptionsOf = async (order: Order) =>
    (await logged(order)).flatMap(({ type, data }) => (type === 'order.resumed' ? [data] : []));
  const shownCause = (order: Order) => ports.holds.holdOf(order.id)?.cause;

  function decide(handle: Started, decision: Decision['decision'], check?: CheckName): Promise<Outcome | null> {
    const args: [Decision] = [{ decision, by: 'ada', note: 'seen', ...(check !== undefined && { check }) }];
    return handle.executeUpdate<Outcome | null, [Decision]>(DECISION_UPDATE, { args });
  }

  /** The first try of the third check fails, beside the workflow. What the server's try answers is kept back until it is let go. */
  function keepBack(): () => void {
    let letGo = () => {};
    const kept = new Promise<void>((resolve) => (letGo = resolve));
    const isValid = fraud.isValid.bind(fraud);
    fraud.isValid = async (userId, signal) => {
      if (fraud.asked.length > 0) await kept;
      return isValid(userId, signal);
    };
    fraud.faults.failNext = 1;
    return letGo;
  }

  const stagesOf = async (order: Order) => {
    const { events } = await runs.env().client.workflow.getHandle(order.id).fetchHistory();
    return (events ?? []).flatMap((event) => {
      const stage = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields?.['OrderStage']?.data;
      return stage ? [JSON.parse(Buffer.from(stage).toString()) as string] : [];
    });
  };

  it('is approved by three answers, in one workflow task', async () => {
    const order = anOrder();
    const outcome = await run(order);
    assert.deepEqual(outcome, APPROVED);
    await runs.assertPublished(order, outcome, ['order.received', 'user.validated', 'fraud.cleared', 'limit.reserved', 'order.approved']);
    assert.equal(await workflowTasksOf(runs.env().client, order.id), 1);
  });

  it('is canceled for the reason of the third check when that says "no"', async () => {
    const order = anOrder();
    fraud.answer(order.userId, false);
    const outcome = await run(order);
    assert.deepEqual(outcome, canceled(FRAUD_SUSPECTED));
    await runs.assertPublished(order, outcome, ['order.received', 'user.validated', 'fraud.suspected', 'limit.reserved', 'order.canceled']);
  });

  it('takes the last answer of the third check while its service is away', async () => {
    const order = anOrder();
    fraud.faults.down = true;
    fraud.answers.remember(order.userId, false);
    assert.deepEqual(await run(order), canceled(FRAUD_SUSPECTED));
    const unavailable = (await logged(order)).find(({ type }) => type === 'check.unavailable');
    assert.deepEqual(unavailable?.data, { check: FRAUD, attempts: 2, fallback: 'cache' });
  });

  describe('held by two checks at once', () => {
    beforeEach(() => {
      ports.users.faults.down = fraud.faults.down = true;
      Object.assign(ports.fallback, { hold: { forMs: 120_000, askEveryMs: 10_000 } });
    });

    it('goes on when both are answered', async () => {
      const order = anOrder();
      const outcome = await run(order, async (handle) => {
        await untilHeldByBoth(handle);
        ports.users.faults.down = fraud.faults.down = false;
      });
      assert.deepEqual(outcome, APPROVED);
      assert.deepEqual(await resumptionsOf(order), [{ by: 'answer' }, { by: 'answer' }]);
      assert.deepEqual(await stagesOf(order), ['held', 'checking', 'settled']);
    });

    it('is approved by one ruling for both', async () => {
      const order = anOrder();
      const outcome = await run(order, async (handle) => {
        await untilHeldByBoth(handle);
        assert.deepEqual(await decide(handle, 'approve'), APPROVED);
      });
      assert.deepEqual(outcome, APPROVED);
      const ruling = { by: 'operator', operator: 'ada', decision: 'approve', note: 'seen' };
      assert.deepEqual(await resumptionsOf(order), [ruling, ruling]);
      assert.deepEqual(await stagesOf(order), ['held', 'checking', 'settled']);
    });

    it('is rejected by one ruling for both', async () => {
      const order = anOrder();
      const rejected = canceled('REJECTED_BY_OPERATOR');
      const outcome = await run(order, async (handle) => {
        await untilHeldByBoth(handle);
        assert.deepEqual(await decide(handle, 'reject'), rejected);
      });
      assert.deepEqual(outcome, rejected);
      assert.deepEqual((await resumptionsOf(order)).map(({ by }) => by), ['operator', 'operator']);
    });

    it('is asked about once more at the deadline, and then canceled', async () => {
      const order = anOrder();
      assert.deepEqual(await run(order), canceled('CHECK_UNAVAILABLE'));
      assert.deepEqual(await resumptionsOf(order), [{ by: 'deadline' }, { by: 'deadline' }]);
    });

    it('is canceled at the deadline of one check although the other one was approved', async () => {
      const order = anOrder();
      const outcome = await run(order, async (handle) => {
        await untilHeldByBoth(handle);
        assert.equal(await decide(handle, 'approve', 'user'), null);
      });
      assert.deepEqual(outcome, canceled('CHECK_UNAVAILABLE'));
    });

    it('has a ruling for each by name, and is shown as held by the check that is left', async () => {
      const order = anOrder();
      const outcome = await run(order, async (handle) => {
        await untilHeldByBoth(handle);
        await until('a hold is shown', () => shownCause(order) !== undefined);
        const first = causesIn(await timeline(handle))[0];
        assert.equal(shownCause(order), first);
        const [check, other] = first === USER_CHECK_UNAVAILABLE ? (['user', FRAUD] as const) : ([FRAUD, 'user'] as const);
        assert.equal(await decide(handle, 'approve', check), null);
        await until('the other hold is shown', () => shownCause(order) !== first);
        assert.equal(await decide(handle, 'approve', check), null, 'a ruling that is repeated has the same answer');
        assert.deepEqual(await decide(handle, 'approve', other), APPROVED);
      });
      assert.deepEqual(outcome, APPROVED);
      assert.deepEqual(await stagesOf(order), ['held', 'checking', 'settled']);
    });

    for (const [check, name] of [['user', 'user'], [FRAUD, 'third']] as const) {
      it(`is rejected by a ruling on its ${name} check alone, which ends the other hold`, async () => {
        const order = anOrder();
        const rejected = canceled('REJECTED_BY_OPERATOR');
        const outcome = await run(order, async (handle) => {
          await untilHeldByBoth(handle);
          assert.deepEqual(await decide(handle, 'reject', check), rejected);
        });
        assert.deepEqual(outcome, rejected);
        assert.deepEqual((await resumptionsOf(order)).map(({ by }) => by), ['operator', 'refusal']);
      });
    }

    it('is refused by an answer of its third check, which ends the hold of its user check', async () => {
      const order = anOrder();
      fraud.answer(order.userId, false);
      const outcome = await run(order, async (handle) => {
        await untilHeldByBoth(handle);
        fraud.faults.down = false;
      });
      assert.deepEqual(outcome, canceled(FRAUD_SUSPECTED));
      assert.deepEqual(await resumptionsOf(order), [{ by: 'answer' }, { by: 'refusal' }]);
    });

    it('is refused by an answer of its user check, which ends the hold of its third check', async () => {
      const order = anOrder({ userId: 'user_test_invalid' });
      const outcome = await run(order, async (handle) => {
        await untilHeldByBoth(handle);
        ports.users.faults.down = false;
      });
      assert.deepEqual(outcome, canceled('USER_INVALID'));
      assert.deepEqual(await resumptionsOf(order), [{ by: 'answer' }, { by: 'refusal' }]);
    });

    it('is asked about again by the check that an operator names, and by that one alone', async () => {
      const order = anOrder();
      const outcome = await run(order, async (handle) => {
        await untilHeldByBoth(handle);
        assert.equal(await decide(handle, 'retry', FRAUD), null);
        const isHeldAgain = async () => causesIn(await timeline(handle)).filter((cause) => cause === FRAUD_CHECK_UNAVAILABLE).length === 2;
        await until('it is held again', isHeldAgain);
        assert.equal(causesIn(await timeline(handle)).length, 3, 'the other hold goes on');
        assert.deepEqual(await decide(handle, 'approve'), APPROVED);
      });
      assert.deepEqual(outcome, APPROVED);
    });

    it('is canceled by its client', async () => {
      const order = anOrder();
      const byClient = canceled('CANCELED_BY_CLIENT');
      const outcome = await run(order, async (handle) => {
        await untilHeldByBoth(handle);
        assert.deepEqual(await handle.executeUpdate<Outcome | null, []>(CANCEL_UPDATE), byClient);
      });
      assert.deepEqual(outcome, byClient);
      assert.deepEqual(await resumptionsOf(order), []);
      assert.equal(shownCause(order), undefined);
      assert.deepEqual(await stagesOf(order), ['held', 'settled']);
    });
  });

  it('takes no decision about a check that does not hold it', async () => {
    ports.users.faults.down = true;
    const order = anOrder();
    await run(order, async (handle) => {
      await untilHeldBy(handle, USER_CHECK_UNAVAILABLE);
      const refused = await decide(handle, 'approve', FRAUD).catch((error: unknown) => error);
      assert.ok(refused instanceof WorkflowUpdateFailedError);
      assert.equal((refused.cause as { type?: string }).type, 'NotHeld');
      assert.deepEqual(await decide(handle, 'approve', 'user'), APPROVED);
    });
  });

  it('has its own say when it is held after the other check was approved', async () => {
    ports.users.faults.down = true;
    const letGo = keepBack();
    fraud.faults.down = true;
    const order = anOrder();
    const outcome = await run(order, async (handle) => {
      await untilHeldBy(handle, USER_CHECK_UNAVAILABLE);
      const approval = decide(handle, 'approve');
      await until('the approval counts', async () => typesOf(await timeline(handle)).includes('order.resumed'));
      letGo();
      assert.equal(await approval, null);
      await until('the second hold is shown', () => shownCause(order) === FRAUD_CHECK_UNAVAILABLE);
      assert.deepEqual(await decide(handle, 'reject', FRAUD), canceled('REJECTED_BY_OPERATOR'));
    });
    assert.deepEqual(outcome, canceled('REJECTED_BY_OPERATOR'));
    assert.deepEqual(await stagesOf(order), ['held', 'checking', 'held', 'checking', 'settled']);
  });

  for (const valid of [true, false]) {
    it(`takes a ruling on one check together with ${valid ? 'an answer' : 'a "no"'} of the other`, async () => {
      ports.users.faults.down = true;
      const order = anOrder();
      const letGo = keepBack();
      fraud.answer(order.userId, valid);
      const hold = ports.holds.hold.bind(ports.holds);
      let ruling: Promise<Outcome | null> | undefined;
      const expected = valid ? APPROVED : canceled(FRAUD_SUSPECTED);
      const outcome = await run(order, async (handle) => {
        // Both reach the server while the worker is in the hold's own step, and the workflow in its next task.
        ports.holds.hold = async (held, how) => {
          ruling ??= decide(handle, 'approve', 'user');
          await setTimeout(200);
          letGo();
          await setTimeout(300);
          return hold(held, how);
        };
        await until('the ruling is sent', () => ruling !== undefined);
        assert.deepEqual(await ruling, expected);
      });
      assert.deepEqual(outcome, expected);
      assert.equal((await resumptionsOf(order)).length, 1);
      assert.ok(typesOf(await logged(order)).includes(valid ? 'fraud.cleared' : 'fraud.suspected'));
    });
  }
});
