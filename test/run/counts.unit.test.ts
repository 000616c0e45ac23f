import assert from 'node:assert/strict';
import { countsOf, cucumberCounts, mochaCounts, newmanCounts, schemathesisCounts } from './counts';

describe('The counts of a test run', () => {
  it('take a skipped mocha test for a failure', () => {
    assert.deepEqual(mochaCounts('{"passed":3,"failed":1,"skipped":2}'), { passed: 3, failed: 3 });
  });

  it('take a cucumber scenario with a step that did not pass for a failure', () => {
    const scenario = (...statuses: string[]) => ({ steps: statuses.map((status) => ({ result: { status } })) });
    const report = [{ elements: [scenario('passed', 'passed'), scenario('passed', 'undefined'), scenario('failed', 'skipped')] }];
    assert.deepEqual(cucumberCounts(JSON.stringify(report)), { passed: 1, failed: 2 });
  });

  it("count newman's assertions", () => {
    const report = { run: { stats: { assertions: { total: 5 } }, failures: [{}] } };
    assert.deepEqual(newmanCounts(JSON.stringify(report)), { passed: 4, failed: 1 });
  });

  it("count schemathesis's requests, and what it could not test", () => {
    const report = { test_cases: { generated: 2000, with_failures: 2, errored: 1 }, errors: [], operations: { total: 17, tested: 17 } };
    assert.deepEqual(schemathesisCounts(JSON.stringify(report)), { passed: 1997, failed: 3 });
    const untested = { test_cases: { generated: 999, with_failures: 0, errored: 0 }, errors: [{}], operations: { total: 17, tested: 16 } };
    assert.deepEqual(schemathesisCounts(JSON.stringify(untested)), { passed: 999, failed: 3 });
  });

  it('are one failure for a tool that ended badly, or well without having run anything', () => {
    assert.deepEqual(countsOf(1, '/nonexistent', undefined), { passed: 0, failed: 1 });
    assert.deepEqual(countsOf(0, '/nonexistent', undefined), { passed: 1, failed: 0 });
    assert.deepEqual(countsOf(0, '/nonexistent', mochaCounts), { passed: 0, failed: 1 });
  });
});
