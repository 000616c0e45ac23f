import assert from 'node:assert/strict';
import { OVERDUE_CASES, rowOf } from '../test/contracts/overdue-orders';
import { APPROVED, newOrder, settlementOf } from '../test/contracts/sample-orders';
import type { Execution, OpenExecution } from './execution';
import { cutOffAt, isOverdue, detectStuck, type Stuck, type SuspectedOrder } from './stuck';

const order = newOrder({ acceptedAt: '2026-03-01T12:00:00.000Z' });
/** Ends at 12:00:01.002. */
const settlement = settlementOf(order, APPROVED);
const AFTER_MS = 60_000;
const at = (time: string) => Date.parse(`2026-03-01T${time}Z`);
const LATE = at('12:05:00.000');

const run = { orderId: order.id, runId: 'run', order };
const running = (changes: Partial<OpenExecution> = {}): Execution => ({ ...run, state: 'RUNNING', isHeld: false, ...changes });
const TERMINATED: Execution = { ...run, state: 'TERMINATED', closedAt: '2026-03-01T12:04:59.000Z' };
const COMPLETED: Execution = { ...run, state: 'COMPLETED' };

function watched(execution: Execution | undefined, changes: Partial<SuspectedOrder> = {}): SuspectedOrder {
  return { orderId: order.id, execution, row: { order }, isSpooled: false, before: undefined, ...changes };
}
const stuck = (changes: Partial<Stuck>): Stuck => ({ orderId: order.id, runId: 'run', cause: 'SLOW', since: order.acceptedAt, ...changes });
const look = (seen: SuspectedOrder, nowMs = LATE) => detectStuck(seen, nowMs, AFTER_MS);

describe('whether an order is overdue', () => {
  for (const [name, given] of Object.entries(OVERDUE_CASES)) {
    it(`is ${given.isOverdue ? 'yes' : 'no'} when it is ${name}`, () => assert.equal(isOverdue(rowOf(given, LATE), LATE), given.isOverdue));
    if (given.isSettled) continue;

    it(`is the same for its workflow when it is ${name}`, () => {
      const row = rowOf(given, cutOffAt(LATE, AFTER_MS));
      assert.equal(look(watched(running({ isHeld: row.heldUntil !== undefined }), { row })) !== undefined, given.isOverdue);
    });
  }
});

describe('whether an order is stuck', () => {
  it('is not asked before its time is over, and then counts from its acceptance', () => {
    assert.equal(look(watched(running()), at('12:00:59.999')), undefined);
    assert.deepEqual(look(watched(running()), at('12:01:00.000')), stuck({}));
    assert.deepEqual(look(watched(running(), { row: undefined })), stuck({}), 'without a row as well');
  });

  it('counts anew from its settlement', () => {
    const settled = watched(running(), { row: { order, settlement } });
    assert.equal(look(settled, at('12:01:01.001')), undefined);
    assert.deepEqual(look(settled, at('12:01:01.002')), stuck({ since: '2026-03-01T12:00:01.002Z' }));
  });

  it('is no while the order is held', () => {
    assert.equal(look(watched(running({ isHeld: true }))), undefined);
  });

  it('is one that is held for longer after its time than it should be', () => {
    const held = (until: string) => look(watched(running({ isHeld: true }), { row: { order, heldUntil: `2026-03-01T${until}Z` } }), at('12:10:00.000'));
    assert.equal(held('12:09:30.000'), undefined);
    assert.equal(held('12:08:59.000')?.cause, 'SLOW');
  });

  it('names the step that fails, with its last error', () => {
    const trouble = { kind: 'step', failing: { step: 'settle', error: 'postgres cannot answer' } } as const;
    const expected = stuck({ cause: 'STEP_FAILING', step: 'settle', error: 'postgres cannot answer' });
    assert.deepEqual(look(watched(running({ trouble }))), expected);
  });

  it('says that the code fails, or that nobody takes the task', () => {
    assert.equal(look(watched(running({ trouble: { kind: 'code' } })))?.cause, 'WORKFLOW_FAILING');
    assert.equal(look(watched(running({ trouble: { kind: 'waiting' } })))?.cause, 'NO_WORKER');
  });

  it('is yes at once when the workflow has broken off, settled or not', () => {
    const expected = stuck({ cause: 'WORKFLOW_ENDED', error: 'TERMINATED', since: '2026-03-01T12:04:59.000Z' });
    assert.deepEqual(look(watched(TERMINATED), at('12:00:00.001')), expected);
    assert.deepEqual(look(watched(TERMINATED, { row: { order, settlement } })), expected);
    assert.deepEqual(look(watched(TERMINATED, { row: undefined })), expected);
  });

  it('is no when the workflow has completed, unless its row says otherwise', () => {
    assert.equal(look(watched(COMPLETED, { row: { order, settlement } })), undefined);
    assert.equal(look(watched(COMPLETED, { row: undefined })), undefined);
    assert.deepEqual(look(watched(COMPLETED)), stuck({ cause: 'WORKFLOW_ENDED', error: 'COMPLETED' }));
  });

  it('distinguishes an order that waits in the spool from one whose workflow is missing', () => {
    assert.deepEqual(look(watched(undefined)), stuck({ runId: '', cause: 'WORKFLOW_MISSING' }));
    assert.deepEqual(look(watched(undefined, { isSpooled: true })), stuck({ runId: '', cause: 'IN_SPOOL' }));
    assert.equal(look(watched(undefined), at('12:00:30.000')), undefined);
  });

  it('goes on when the server has removed a workflow that broke off after the settlement, until the events are published', () => {
    const before = stuck({ cause: 'WORKFLOW_ENDED', error: 'TERMINATED', since: '2026-03-01T12:00:02.000Z' });
    const settled = { order, settlement };
    assert.deepEqual(look(watched(undefined, { row: settled, before })), before);
    assert.equal(look(watched(undefined, { row: settled, before: stuck({ cause: 'STEP_FAILING' }) })), undefined);
    assert.equal(look(watched(undefined, { row: settled })), undefined);
    assert.equal(look(watched(undefined, { row: undefined, before })), undefined, 'the order was removed');
  });
});
