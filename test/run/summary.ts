import { cpSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Slot } from '../../stack';
import type { Counts } from './counts';

/** What came of one process of a stage. */
export interface Result {
  readonly stage: string;
  /** Those it was given, if any. */
  readonly files: readonly string[];
  readonly counts: Counts;
}

/** Prints a line for each stage, what failed and how to repeat that, and last `N passed, N failed`. */
export function printSummary(results: readonly Result[]): void {
  console.log('');
  for (const stage of new Set(results.map((result) => result.stage))) {
    const { passed, failed } = sum(results.filter((result) => result.stage === stage));
    console.log(`${failed === 0 ? '✔' : '✖'} ${stage}: ${passed} of ${passed + failed}`);
  }
  for (const [command, titles] of repetitions(results)) console.log(`\n${[...titles, `  again: ${command}`].join('\n')}`);
  const { passed, failed } = sum(results);
  console.log(`\n${passed} passed, ${failed} failed`);
}

/** The commands that repeat what failed, each with the names of the tests that it is about. */
export function repetitions(results: readonly Result[]): Map<string, string[]> {
  const titles = new Map<string, string[]>();
  for (const { stage, files, counts: { failed, failures = [] } } of results) {
    if (failed === 0) continue;
    const own = files.length === 1 ? files[0] : undefined;
    for (const { title, file = own ?? stage } of failures.length > 0 ? failures : [{ title: own ?? stage }]) {
      const command = `make test ONLY=${file}`;
      titles.set(command, [...(titles.get(command) ?? []), `✖ ${title}`]);
    }
  }
  return titles;
}

function sum(results: readonly Result[]): Counts {
  const of = (name: 'passed' | 'failed') => results.reduce((total, { counts }) => total + counts[name], 0);
  return { passed: of('passed'), failed: of('failed') };
}

let kept: string | undefined;

/** Leaves the logs of the slot's processes under this name where the next one, and CI, find them; those of the last run go. */
export function keepLogs({ folder, logFolder }: Slot, name: string): void {
  const all = path.join(path.dirname(folder), 'last-failure');
  if (kept === undefined) rmSync(all, { recursive: true, force: true });
  kept = path.join(all, name);
  if (existsSync(logFolder)) cpSync(logFolder, kept, { recursive: true });
  console.log(`\nThe logs of the processes are in ${kept}`);
}
