import assert from 'node:assert/strict';
import { problemsOf } from './check-order';
import type { OrderFacts } from './facts';

const received = '{"sequence":1,"type":"order.received","at":"t","data":{}}';
const approved = '{"sequence":2,"type":"order.approved","at":"t","data":{}}';
const canceled = '{"sequence":2,"type":"order.canceled","at":"t","data":{}}';
const [first, second] = [{ id: 'o:1', event: received }, { id: 'o:2', event: approved }];
const completed = { status: 'COMPLETED', result: '{"status":"APPROVED"}', firstRunId: 'r1' };

const whole: OrderFacts = {
  id: 'o',
  rows: [{ status: 'APPROVED', reason: null, events: `[${received},${approved}]` }],
  executions: [completed],
  log: [received, approved],
  stream: [first, first, second, first, second],
};

describe('The checker', () => {
  it('finds nothing wrong with a whole order, repeated records included', () => {
    assert.deepEqual(problemsOf(whole), []);
  });

  it('takes the latest execution of a workflow that was reset', () => {
    assert.deepEqual(problemsOf({ ...whole, executions: [completed, { ...completed, status: 'TERMINATED', result: '' }] }), []);
  });

  it('lets an order be whole without its workflow, when that was terminated by hand', () => {
    const terminated = { ...whole, executions: [{ ...completed, status: 'TERMINATED', result: '' }] };
    assert.deepEqual(problemsOf(terminated, { terminated: true }), []);
    assert.notDeepEqual(problemsOf(whole, { terminated: true }), []);
  });

  const broken: Record<string, Partial<OrderFacts>> = {
    'rows in Postgres': { rows: [] },
    'started 0 times': { executions: [] },
    'started 2 times': { executions: [completed, { ...completed, firstRunId: 'r2' }] },
    'workflow is RUNNING': { executions: [{ ...completed, status: 'RUNNING', result: '' }] },
    'workflow is TERMINATED': { executions: [{ ...completed, status: 'TERMINATED', result: '' }] },
    'earlier execution still runs': { executions: [completed, { ...completed, status: 'RUNNING' }] },
    'row is PROCESSING': { rows: [{ status: 'PROCESSING', reason: null, events: '[]' }] },
    'and the workflow': { executions: [{ ...completed, result: '{"status":"CANCELED","reason":"USER_INVALID"}' }] },
    'the log differs': { log: [received] },
    'the stream, without repetitions': { stream: [second, first] },
    'repeats an id with another content': { stream: [first, second, { id: 'o:2', event: canceled }] },
    'a gap': { log: [received, approved.replace('2', '3')] },
    'outcome events': { log: [received, approved, canceled.replace('2', '3')] },
    'the outcome event is order.canceled': { log: [received, canceled] },
  };
  for (const [problem, facts] of Object.entries(broken)) {
    it(`notices: ${problem}`, () => {
      const found = problemsOf({ ...whole, ...facts });
      assert.ok(found.some((text) => text.includes(problem)), `${problem} is not in ${JSON.stringify(found)}`);
    });
  }
});
