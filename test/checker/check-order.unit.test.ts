import assert from 'node:assert/strict';
import { problemsOf } from './check-order';
import type { OrderFacts } from './facts';

const received = '{"sequence":1,"type":"order.received","at":"t","data":{}}';
const approved = '{"sequence":2,"type":"order.approved","at":"t","data":{}}';
const canceled = '{"sequence":2,"type":"order.canceled","at":"t","data":{}}';
const [first, second] = [{ id: 'o:1', event: received }, { id: 'o:2', event: approved }];
const refused = '{"sequence":2,"type":"limit.refused","at":"t","data":{}}';
const taken = canceled.replace('"at":"t"', '"at":"u"');
const takenBack = [
  '{"sequence":3,"type":"compensation.started","at":"u","data":{"step":"limit"}}',
  '{"sequence":4,"type":"limit.released","at":"u","data":{"step":"limit"}}',
];
const completed = { status: 'COMPLETED', result: '{"status":"APPROVED"}', firstRunId: 'r1' };

const whole: OrderFacts = {
  id: 'o',
  rows: [{ status: 'APPROVED', reason: null, events: `[${received},${approved}]` }],
  executions: [completed],
  reservation: 'confirmed',
  log: [received, approved],
  stream: [first, first, second, first, second],
};

const asStream = (events: readonly string[]) => events.map((event, index) => ({ id: `o:${index + 1}`, event }));
const canceledWith = (events: readonly string[], told: readonly string[]): OrderFacts => ({
  id: 'o',
  rows: [{ status: 'CANCELED', reason: 'USER_INVALID', events: `[${events.join(',')}]` }],
  executions: [{ ...completed, result: '{"status":"CANCELED","reason":"USER_INVALID"}' }],
  reservation: 'released',
  log: told,
  stream: asStream(told),
});
const wholeCanceled = canceledWith([received, taken], [received, taken, ...takenBack]);

describe('The checker', () => {
  it('finds nothing wrong with a whole order, repeated records included', () => {
    assert.deepEqual(problemsOf(whole), []);
  });

  it('finds nothing wrong with a canceled order that tells what it has taken back', () => {
    assert.deepEqual(problemsOf(wholeCanceled), []);
  });

  it('expects nothing to be taken back when the limit was refused', () => {
    const events = [received, refused, canceled.replace('2', '3')];
    assert.deepEqual(problemsOf(canceledWith(events, events)), []);
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
    'its reservation reserved': { reservation: 'reserved' },
    'its reservation released': { reservation: 'released' },
  };
  const brokenCanceled: Record<string, Partial<OrderFacts>> = {
    'the log differs': { log: [received, taken] },
    'the stream, without repetitions': { stream: asStream([received, taken, ...[...takenBack].reverse()]) },
    'its reservation confirmed': { reservation: 'confirmed' },
    'its reservation reserved': { reservation: 'reserved' },
  };
  for (const [problem, facts] of Object.entries(brokenCanceled)) {
    it(`notices of a canceled order: ${problem}`, () => {
      const found = problemsOf({ ...wholeCanceled, ...facts });
      assert.ok(found.some((text) => text.includes(problem)), `${problem} is not in ${JSON.stringify(found)}`);
    });
  }

  it('notices of a canceled order what is taken back without having been told, and told without having been', () => {
    const events = [received, refused, canceled.replace('2', '3')];
    const more = takenBack.map((event, index) => event.replace(/\d/, String(4 + index)).replace('"u"', '"t"'));
    assert.ok(problemsOf(canceledWith(events, [...events, ...more])).length > 0);
    assert.ok(problemsOf(canceledWith([received, taken], [received, taken])).length > 0);
  });

  it('notices: no reservation at all', () => {
    const { id, rows, executions, log, stream } = whole;
    assert.deepEqual(problemsOf({ id, rows, executions, log, stream }), ['o: it is APPROVED, and its reservation absent']);
  });

  for (const [problem, facts] of Object.entries(broken)) {
    it(`notices: ${problem}`, () => {
      const found = problemsOf({ ...whole, ...facts });
      assert.ok(found.some((text) => text.includes(problem)), `${problem} is not in ${JSON.stringify(found)}`);
    });
  }
});
