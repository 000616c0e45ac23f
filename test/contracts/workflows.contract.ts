import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { DECISIONS } from '../../domain/holds';
import type { Outcome } from '../../domain/order';
import type { OrderWorkflows } from '../../ports/workflows';
import { until } from '../until';
import { HOSTILE_USER_IDS } from './hostile-user-ids';
import { APPROVED, money, newOrder } from './sample-orders';

const CANCELED_BY_CLIENT: Outcome = { status: 'CANCELED', reason: 'CANCELED_BY_CLIENT' };

/** A signal that never aborts. */
const never = () => new AbortController().signal;

const REMOVED_WITHIN_MS = 60_000;

/** Workflows that stay open until a test approves them. */
export interface PausedWorkflows {
  readonly workflows: OrderWorkflows;
  /** Resolves when the order's workflow has ended. */
  readonly approve: (orderId: string) => Promise<void>;
  /** Lets the order be held; resolves when it is. */
  readonly hold: (orderId: string) => Promise<void>;
}

/** What the workflows of orders do, seen from the API. `create` is called once per test. */
export function workflowsContract(name: string, create: () => PausedWorkflows): void {
  describe(`${name}, as order workflows`, () => {
    let workflows: OrderWorkflows;
    let approve: PausedWorkflows['approve'];
    let hold: PausedWorkflows['hold'];
    beforeEach(() => void ({ workflows, approve, hold } = create()));

    it('find an order as it was started, still processing', async () => {
      for (const order of [newOrder(), newOrder({ client: 'shop' })]) {
        await workflows.start(order);
        assert.deepEqual(await workflows.find(order.id), { ...order, status: 'PROCESSING' });
      }
    });

    it('know nothing of an order that was not started', async () => {
      const id = randomUUID();
      assert.equal(await workflows.find(id), undefined);
      assert.equal(await workflows.timeline(id), undefined);
      await workflows.cancel(id);
    });

    it('stay as they are when a start is repeated, open or ended', async () => {
      const order = newOrder();
      assert.deepEqual(await workflows.start(order), order);
      assert.deepEqual(await workflows.start({ ...order, value: money('2') }), order, 'the order that was started stays');
      assert.deepEqual(await workflows.find(order.id), { ...order, status: 'PROCESSING' });
      await approve(order.id);
      assert.deepEqual(await workflows.start(order), order);
      assert.deepEqual(await workflows.find(order.id), { ...order, status: 'APPROVED' });
    });

    it('let only the caller that has started one know so, though others ask for the same at the same time', async () => {
      const order = newOrder();
      const same = Array.from({ length: 5 }, () => ({ ...order }));
      const answers = await Promise.all(same.map((one) => workflows.start(one)));
      assert.deepEqual(answers, same);
      assert.equal(answers.filter((answer, index) => answer === same[index]).length, 1);
      assert.notStrictEqual(await workflows.start(order), order);
    });

    it('list what was noted so far, and in the end the outcome', async () => {
      const order = newOrder();
      await workflows.start(order);
      const before = (await workflows.timeline(order.id)) ?? [];
      assert.equal(before[0]?.type, 'order.received');
      assert.ok(before.every(({ type }) => type !== 'order.approved'));
      await approve(order.id);
      const events = (await workflows.timeline(order.id)) ?? [];
      assert.deepEqual(events.map(({ sequence }) => sequence), events.map((_, index) => index + 1));
      assert.equal(events.at(-1)?.type, 'order.approved');
    });

    it('have ended when a cancel returns, and say by whom', async () => {
      const order = newOrder();
      await workflows.start(order);
      await workflows.cancel(order.id);
      assert.deepEqual(await workflows.find(order.id), { ...order, status: 'CANCELED', reason: 'CANCELED_BY_OPERATOR' });
    });

    it('keep their end when they are canceled after it', async () => {
      const order = newOrder();
      await workflows.start(order);
      await approve(order.id);
      await workflows.cancel(order.id);
      assert.equal((await workflows.find(order.id))?.status, 'APPROVED');
    });

    for (const state of ['open', 'held'] as const) {
      it(`end as canceled when a client takes the order back, and stay so when that is repeated: ${state}`, async () => {
        const order = newOrder();
        await workflows.start(order);
        if (state === 'held') await hold(order.id);
        assert.deepEqual(await workflows.cancelOrder(order.id), CANCELED_BY_CLIENT);
        assert.deepEqual(await workflows.cancelOrder(order.id), CANCELED_BY_CLIENT);
        assert.deepEqual(await workflows.waitForEnd(order.id, never()), CANCELED_BY_CLIENT);
        assert.deepEqual(await workflows.cancelOrder(order.id), CANCELED_BY_CLIENT);
        assert.deepEqual(await workflows.find(order.id), { ...order, ...CANCELED_BY_CLIENT });
      });
    }

    it('end as canceled by an operator when one takes the order back, whose name is in its last event, and with the same answer for a later caller', async () => {
      const canceled: Outcome = { status: 'CANCELED', reason: 'CANCELED_BY_OPERATOR' };
      const order = newOrder();
      await workflows.start(order);
      assert.deepEqual(await workflows.cancelOrder(order.id, 'ada'), canceled);
      assert.deepEqual(await workflows.cancelOrder(order.id, 'eve'), canceled);
      assert.deepEqual(await workflows.cancelOrder(order.id), canceled);
      assert.deepEqual(await workflows.find(order.id), { ...order, ...canceled });
      const ended = (await workflows.timeline(order.id))?.find(({ type }) => type === 'order.canceled');
      assert.deepEqual(ended?.data, { reason: 'CANCELED_BY_OPERATOR', by: 'ada' });
    });

    it('are canceled once by many clients at the same time', async () => {
      const order = newOrder();
      await workflows.start(order);
      const answers = await Promise.all(Array.from({ length: 5 }, () => workflows.cancelOrder(order.id)));
      assert.deepEqual(answers, answers.map(() => CANCELED_BY_CLIENT));
    });

    it('are not canceled by a client after their end, and not when there are none', async () => {
      const order = newOrder();
      assert.equal(await workflows.cancelOrder(order.id), 'not-found');
      await workflows.start(order);
      await approve(order.id);
      assert.equal(await workflows.cancelOrder(order.id), 'ended');
      assert.equal((await workflows.find(order.id))?.status, 'APPROVED');
    });

    it('answer a caller that waits for their end with their outcome, at once when they have ended', async () => {
      const order = newOrder();
      await workflows.start(order);
      const waiting = [workflows.waitForEnd(order.id, never()), workflows.waitForEnd(order.id, never())];
      await approve(order.id);
      assert.deepEqual(await Promise.all(waiting), [APPROVED, APPROVED]);
      assert.deepEqual(await workflows.waitForEnd(order.id, never()), APPROVED);
    });

    it('keep nobody waiting who does not want to any more, or for an order that is not there', async () => {
      const order = newOrder();
      assert.equal(await workflows.waitForEnd(order.id, never()), undefined);
      await workflows.start(order);
      const over = new AbortController();
      const waiting = workflows.waitForEnd(order.id, over.signal);
      assert.equal(await Promise.race([waiting, workflows.find(order.id).then(() => 'still waiting')]), 'still waiting');
      over.abort();
      assert.equal(await waiting, undefined);
      assert.equal(await workflows.waitForEnd(order.id, over.signal), undefined);
    });

    const outcomes = { approve: APPROVED, reject: { status: 'CANCELED', reason: 'REJECTED_BY_OPERATOR' } } as const;
    for (const [decision, outcome] of Object.entries(outcomes) as ['approve' | 'reject', Outcome][]) {
      it(`end a held order as an operator decides, and stay so when that is repeated: ${decision}`, async () => {
        const order = newOrder();
        await workflows.start(order);
        await hold(order.id);
        const said = { decision, by: 'ada', note: 'asked "why?"' };
        assert.deepEqual(await workflows.decide(order.id, said), { outcome });
        assert.deepEqual(await workflows.decide(order.id, said), { outcome });
        assert.deepEqual(await workflows.find(order.id), { ...order, ...outcome });
        const other = decision === 'approve' ? 'reject' : 'approve';
        await until('it has ended', async () => (await workflows.decide(order.id, { ...said, decision: other })) === 'ended');
        assert.deepEqual(await workflows.decide(order.id, said), { outcome });
        assert.deepEqual(await workflows.find(order.id), { ...order, ...outcome });
      });
    }

    it('hold on when an operator has the question asked again in vain', async () => {
      const order = newOrder();
      await workflows.start(order);
      await hold(order.id);
      const said = { decision: 'retry', by: 'ada', note: '' } as const;
      assert.equal(await workflows.decide(order.id, said), 'still-held');
      assert.equal(await workflows.decide(order.id, said), 'still-held');
      assert.equal((await workflows.find(order.id))?.status, 'PROCESSING');
    });

    it('take no decision about an order that is not held, has ended, or is not there', async () => {
      const order = newOrder();
      const decisions = DECISIONS.map((decision) => ({ decision, by: 'ada', note: '' }));
      const answers = () => Promise.all(decisions.map((said) => workflows.decide(order.id, said)));
      assert.deepEqual(await answers(), decisions.map(() => 'not-found'));
      await workflows.start(order);
      assert.deepEqual(await answers(), decisions.map(() => 'not-held'));
      await approve(order.id);
      assert.deepEqual(await answers(), decisions.map(() => 'ended'));
      assert.equal((await workflows.find(order.id))?.status, 'APPROVED');
    });

    it('know nothing of an ended order that was removed, and take a repeated removal', async function () {
      // A server asked right after the end puts the removal off for some 20 s.
      this.timeout(REMOVED_WITHIN_MS);
      const order = newOrder();
      await workflows.start(order);
      await approve(order.id);
      await workflows.remove(order.id);
      await until('the order is gone', async () => (await workflows.find(order.id)) === undefined, REMOVED_WITHIN_MS);
      await workflows.remove(order.id);
    });

    for (const [what, userId] of Object.entries(HOSTILE_USER_IDS)) {
      it(`keep ${what} in a user id as it is`, async () => {
        const order = newOrder({ userId });
        await workflows.start(order);
        assert.deepEqual(await workflows.find(order.id), { ...order, status: 'PROCESSING' });
      });
    }
  });
}
