import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CONFIG_KEYS } from '../../config/config';
import { claimFreeSlot, environment, openStack, type Stack } from '../../stack';
import { countsOf, type Counts } from './counts';
import { END_TO_END, STAGES, type Stage } from './stages';

/** Runs these stages (all when none is named), prints `N passed, N failed` last, and answers whether all passed. */
export async function runStages(names: readonly string[]): Promise<boolean> {
  const stages = chosen(names);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());

  const stack = openStack(await claimFreeSlot());
  const reports = mkdtempSync(join(stack.slot.folder, 'reports-'));
  const results = new Map<string, Counts>();
  try {
    for (const stage of stages) {
      if (stop.signal.aborted) break;
      results.set(stage.name, await runStage(stage, stack, join(reports, stage.name), stop.signal));
    }
    return summarize(results) && results.size === stages.length;
  } finally {
    if ([...results.values()].some(({ failed }) => failed > 0)) keepLogs(stack);
    await stack.remove();
    printTotal(results);
  }
}

function chosen(given: readonly string[]): readonly Stage[] {
  const names = given.flatMap((name) => (name === 'e2e' ? END_TO_END : [name]));
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0) throw new Error(`no such stage: ${unknown.join(', ')}; there are ${STAGES.map(({ name }) => name).join(', ')}`);
  return names.length === 0 ? STAGES : STAGES.filter(({ name }) => names.includes(name));
}

async function runStage(stage: Stage, stack: Stack, reportFile: string, signal: AbortSignal): Promise<Counts> {
  console.log(`\n── ${stage.name} ${'─'.repeat(60 - stage.name.length)}`);
  try {
    if (stage.needsStack) await stack.start();
    const apiUrl = `http://127.0.0.1:${stack.slot.ports.api}`;
    const env = { ...stageEnvironment(stack), API_URL: apiUrl, COUNTS_FILE: reportFile };
    const exitCode = await execute(stage.command(reportFile, apiUrl), env, signal);
    return countsOf(exitCode, reportFile, stage.read);
  } catch (error) {
    console.error(error);
    return { passed: 0, failed: 1 };
  }
}

/** What was exported for another system must not reach the tests: they know their own stack only. */
function stageEnvironment({ slot }: Stack): NodeJS.ProcessEnv {
  const outside = Object.entries(process.env).filter(([name]) => !CONFIG_KEYS.includes(name));
  return { ...Object.fromEntries(outside), ...environment(slot), STACK_SLOT: String(slot.number) };
}

async function execute([command = '', ...args]: string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<number> {
  const path = `${join(__dirname, '..', '..', 'node_modules', '.bin')}:${env['PATH']}`;
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...env, PATH: path } });
  const forward = () => child.kill('SIGTERM');
  signal.addEventListener('abort', forward, { once: true });
  const [code] = (await once(child, 'close')) as [number | null];
  signal.removeEventListener('abort', forward);
  return code ?? 1;
}

/** A failed run leaves the logs of its processes where the next one, and CI, find them. */
function keepLogs({ slot }: Stack): void {
  const kept = join(dirname(slot.folder), 'last-failure');
  rmSync(kept, { recursive: true, force: true });
  if (existsSync(slot.logFolder)) cpSync(slot.logFolder, kept, { recursive: true });
  console.log(`\nThe logs of the processes are in ${kept}`);
}

function summarize(results: ReadonlyMap<string, Counts>): boolean {
  console.log('');
  for (const [name, { passed, failed }] of results) {
    console.log(`${failed === 0 ? '✔' : '✖'} ${name}: ${passed} of ${passed + failed}`);
  }
  return [...results.values()].every(({ failed }) => failed === 0);
}

function printTotal(results: ReadonlyMap<string, Counts>): void {
  const all = [...results.values()];
  const sum = (of: keyof Counts) => all.reduce((total, counts) => total + counts[of], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
}
