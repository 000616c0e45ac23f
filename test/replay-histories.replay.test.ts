import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker, type ReplayError } from '@temporalio/worker';
import { SCENARIOS } from './recorded-scenarios';
import { bundleFrom, quietRuntime } from './workflow-environment';

const HISTORIES = join(__dirname, 'histories');

/** Every stored history, by `<shape>/<way>`. */
const histories = readdirSync(HISTORIES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => ({
    workflowId: file.replace(/\.json$/, ''),
    history: JSON.parse(readFileSync(join(HISTORIES, file), 'utf8')) as unknown,
  }));

async function replay(workflowsPath: string): Promise<Map<string, ReplayError | undefined>> {
  const workflowBundle = await bundleFrom(workflowsPath);
  const errors = new Map<string, ReplayError | undefined>();
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    errors.set(workflowId, error);
  }
  return errors;
}

describe('Stored histories of the order workflow', function () {
  this.timeout(120_000);
  before(quietRuntime);

  it('cover every way an order can go', () => {
    const ways = new Set(histories.map(({ workflowId }) => workflowId.split('/')[1]));
    assert.deepEqual([...ways].sort(), Object.keys(SCENARIOS).sort());
  });

  it('all replay on the workflow of today: orders in flight survive its deployment', async () => {
    const errors = await replay(require.resolve('../workflows'));
    assert.deepEqual([...errors].filter(([, error]) => error).map(([id, error]) => `${id}: ${error?.message}`), []);
    assert.equal(errors.size, histories.length);
  });

  it('all fail on a broken workflow: the gate can close', async () => {
    const errors = await replay(require.resolve('./broken-workflow'));
    assert.equal(errors.size, histories.length);
    for (const [id, error] of errors) assert.match(String(error?.name), /DeterminismViolationError/, id);
  });
});
