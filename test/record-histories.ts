/**
 * Records one history of every way an order can go into `test/histories/<shape>/`, from a real Temporal server. Run it when the
 * workflow has a new shape (`npx tsx test/record-histories.ts <shape>`). It never writes over a shape: until 0.1.0 the old one is
 * removed first, from then on it stays. Name ways after the shape when only these are new.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { ensureBuilt } from '../stack/build/recipe';
import { temporalRecipe } from '../stack/build/recipes';
import { ORDER_STAGE, ORDER_STATUS, USER_ID } from '../workflows/contract';
import { SCENARIOS } from './recorded-scenarios';
import { runScenarios } from './run-scenarios';
import { quietRuntime } from './workflow-environment';

async function main(shape: string | undefined, ways: readonly string[]): Promise<void> {
  const folder = join(__dirname, 'histories', shape ?? '');
  if (shape === undefined || existsSync(folder)) throw new Error('Name a new shape: stored histories are never replaced.');
  mkdirSync(folder, { recursive: true });
  quietRuntime();
  const env = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: join(await ensureBuilt(temporalRecipe, console.log), 'temporal') },
      searchAttributes: [USER_ID, ORDER_STATUS, ORDER_STAGE],
    },
    client: { identity: 'recorder' },
  });
  try {
    const histories = await runScenarios(env, ways.length === 0 ? Object.keys(SCENARIOS) : ways);
    for (const [way, history] of histories) writeFileSync(join(folder, `${way}.json`), `${history}\n`);
    console.log(`recorded ${histories.size} ways an order can go as ${shape}`);
  } finally {
    await env.teardown();
  }
}

void main(process.argv[2], process.argv.slice(3));
