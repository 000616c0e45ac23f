import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { shapeOf } from '../test/history-shape';
import { SCENARIOS } from '../test/recorded-scenarios';
import { runScenarios } from '../test/run-scenarios';
import { createTimeSkippingEnvironment } from '../test/workflow-environment';

const HISTORIES = join(__dirname, '..', 'test', 'histories');

/** The shapes that are stored of one way an order can go: one in each folder that has it. */
function storedShapes(way: string): string[][] {
  return readdirSync(HISTORIES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(`/${way}.json`))
    .map((file) => shapeOf(readFileSync(join(HISTORIES, file), 'utf8')));
}

describe('What the workflow of today asks for', function () {
  this.timeout(120_000);
  const ways = Object.keys(SCENARIOS);
  let env: TestWorkflowEnvironment;
  let histories: Map<string, string>;
  before(async () => {
    env = await createTimeSkippingEnvironment();
    histories = await runScenarios(env, ways);
  });
  after(() => env.teardown());

  for (const way of ways) {
    it(`is what a stored history has: ${way}`, () => {
      const shape = shapeOf(histories.get(way) ?? '');
      const stored = storedShapes(way);
      if (stored.some((known) => isDeepStrictEqual(known, shape))) return;
      assert.deepEqual(shape, stored.at(-1), `No stored history of ${way} has this shape: record it, as CONTRIBUTING.md says.`);
    });
  }

  it('is not what a broken workflow asks for: the guard can fail', async () => {
    const broken = await runScenarios(env, ['approved'], require.resolve('../test/broken-workflow'));
    const [shape, [stored]] = [shapeOf(broken.get('approved') ?? ''), storedShapes('approved')];
    assert.deepEqual(shape, [...(stored ?? []), 'timer_started'].sort());
  });
});
