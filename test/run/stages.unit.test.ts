import assert from 'node:assert/strict';
import { chosenStages, STAGES } from './stages';
import { repetitions } from './summary';

const namesOf = (...given: string[]) => chosenStages(given).map(({ name }) => name);

describe('The stages of a test run', () => {
  it('are all of them when none is named', () => {
    assert.deepEqual(chosenStages([]), STAGES);
  });

  it('are those that are named, and two for e2e', () => {
    assert.deepEqual(namesOf('fault', 'lint'), ['lint', 'fault']);
    assert.deepEqual(namesOf('e2e'), ['features', 'postman']);
  });

  it('are parts of them for test files', () => {
    const [stage, ...others] = chosenStages(['./test/run/stages.unit.test.ts']);
    assert.deepEqual([stage?.name, stage?.lots?.(), others.length], ['fast', [['test/run/stages.unit.test.ts']], 0]);
  });

  it('are refused when they are not known', () => {
    assert.throws(() => chosenStages(['fault', 'nonsense', 'x.fault.test.ts']), /nonsense, x\.fault\.test\.ts/);
  });

  it('disturb the system in one file at a time', () => {
    const lots = STAGES.find(({ name }) => name === 'fault')?.lots?.() ?? [];
    assert.ok(lots.length > 10 && lots.every((files) => files.length === 1));
  });
});

describe('What failed', () => {
  it('is told with the command that repeats just that', () => {
    const failures = [{ title: 'one', file: 'a.unit.test.ts' }, { title: 'two', file: 'b.unit.test.ts' }, { title: 'three', file: 'a.unit.test.ts' }];
    const results = [
      { stage: 'lint', files: [], counts: { passed: 0, failed: 1 } },
      { stage: 'types', files: [], counts: { passed: 1, failed: 0 } },
      { stage: 'fast', files: ['a.unit.test.ts', 'b.unit.test.ts'], counts: { passed: 7, failed: 3, failures } },
      { stage: 'features', files: [], counts: { passed: 0, failed: 1, failures: [{ title: 'a scenario' }] } },
      { stage: 'fault', files: ['c.fault.test.ts'], counts: { passed: 0, failed: 1 } },
    ];
    assert.deepEqual(Object.fromEntries(repetitions(results)), {
      'make test ONLY=lint': ['✖ lint'],
      'make test ONLY=a.unit.test.ts': ['✖ one', '✖ three'],
      'make test ONLY=b.unit.test.ts': ['✖ two'],
      'make test ONLY=features': ['✖ a scenario'],
      'make test ONLY=c.fault.test.ts': ['✖ c.fault.test.ts'],
    });
  });
});
