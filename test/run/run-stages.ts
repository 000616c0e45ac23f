import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CONFIG_KEYS } from '../../config/config';
import { claimFreeSlot, environment, openStack, type Stack } from '../../stack';
import { measureSlowness } from '../machine-speed';
import { countsOf } from './counts';
import { startGuard } from './guard';
import { interruption, type Interruption } from './interruption';
import { runInGroup } from './process-group';
import { chosenStages, type Stage } from './stages';
import { keepLogs, printSummary, type Result } from './summary';

interface Run {
  readonly stack: Stack;
  readonly slowness: number;
  readonly interruption: Interruption;
  readonly watch: (group: number) => void;
}

const STOPPED_WITHIN_MS = 20_000;

/** Runs these stages and test files (all when none is named), prints `N passed, N failed` last, and answers whether all passed. */
export async function runStages(given: readonly string[]): Promise<boolean> {
  const stages = chosenStages(given);
  const stop = interruption();
  const slowness = Number(process.env['TEST_SLOWNESS'] || measureSlowness());
  console.log(`Stages: ${stages.map(({ name }) => name).join(', ')}. Waits are ${slowness} times as long as on a machine of usual speed.`);
  const stack = openStack(await claimFreeSlot());
  const guard = startGuard(stack.slot);
  const run: Run = { stack, slowness, interruption: stop, watch: guard.watch };
  const results: Result[] = [];
  try {
    for (const stage of stages) await runStage(stage, run, results);
  } finally {
    await stack.remove().catch((error: unknown) => {
      console.error(error);
      results.push({ stage: 'removing the stack', files: [], counts: { passed: 0, failed: 1 } });
    });
    await guard.end();
    printSummary(results);
  }
  return !stop.signal.aborted && results.every(({ counts }) => counts.failed === 0);
}

async function runStage(stage: Stage, run: Run, results: Result[]): Promise<void> {
  if (!run.interruption.signal.aborted) console.log(`\n── ${stage.name} ${'─'.repeat(60 - stage.name.length)}`);
  const lots = stage.lots?.() ?? [[]];
  for (let files = lots.shift(); files && !run.interruption.signal.aborted; files = lots.shift()) {
    const result = await runLot(stage, files, run);
    results.push(result);
    if (result.counts.failed === 0) continue;
    if (stage.needsStack) {
      keepLogs(run.stack.slot, files.length === 1 ? path.basename(files[0] ?? '') : stage.name);
      // Whatever the failed test has left, settings and orders, is no matter of those that follow.
      await run.stack.clear().catch((error: unknown) => {
        console.error(error);
        results.push({ stage: stage.name, files, counts: { passed: 0, failed: 1 } });
      });
    }
    const { cutOffIn } = result.counts;
    // A hook that belongs to no file cuts off the whole lot.
    const last = cutOffIn === undefined ? -1 : files.indexOf(cutOffIn);
    const rest = last === -1 ? [] : files.slice(last + 1);
    if (rest.length > 0) lots.unshift(rest);
  }
}

async function runLot(stage: Stage, files: readonly string[], run: Run): Promise<Result> {
  const { stack, slowness, interruption: { signal }, watch } = run;
  const reportFile = path.join(stack.slot.folder, 'reports', `${stage.name}-${performance.now()}`);
  mkdirSync(path.dirname(reportFile), { recursive: true });
  try {
    if (stage.needsStack) await started(run);
    const apiUrl = `http://127.0.0.1:${stack.slot.ports.api}`;
    const env = { ...stageEnvironment(stack), API_URL: apiUrl, COUNTS_FILE: reportFile, TEST_SLOWNESS: String(slowness) };
    const withinMs = stage.withinMs * slowness;
    const { exitCode, tookTooLong } = await runInGroup(stage.command({ reportFile, apiUrl, files }), { env, withinMs, signal, watch });
    if (tookTooLong) console.error(`\n✖ ${[stage.name, ...files].join(' ')} was ended: it took longer than ${Math.round(withinMs / 60_000)} min`);
    return { stage: stage.name, files, counts: countsOf(tookTooLong ? 1 : exitCode, reportFile, stage.read) };
  } catch (error) {
    console.error(error);
    return { stage: stage.name, files, counts: { passed: 0, failed: 1 } };
  }
}

/** Starts the stack with its usual settings. When that is interrupted, nothing is added to what runs any more. */
async function started({ stack, interruption: { interrupted } }: Run): Promise<void> {
  const starting = stack.start();
  try {
    await Promise.race([starting, interrupted]);
  } catch (error) {
    // Stopping what runs makes a start that is going on fail. A build that is going on ends with this process.
    await stack.stop();
    await Promise.race([Promise.allSettled([starting]), pause(STOPPED_WITHIN_MS)]);
    throw error;
  }
}

/** What was exported for another system must not reach the tests: they know their own stack only. */
function stageEnvironment({ slot }: Stack): NodeJS.ProcessEnv {
  const outside = Object.entries(process.env).filter(([name]) => !CONFIG_KEYS.includes(name));
  const tools = path.join(__dirname, '..', '..', 'node_modules', '.bin');
  return { ...Object.fromEntries(outside), ...environment(slot), STACK_SLOT: String(slot.number), PATH: `${tools}:${process.env['PATH']}` };
}
