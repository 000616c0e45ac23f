import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Part } from '../part';
import { logFile, runningProcess, writtenProcess } from '../run/part-process';
import type { Slot } from '../slot';

type State = 'ready' | 'not ready' | 'ended' | 'stopped';

const oneLookMs = 3000;

/** Prints a line for each part. True when all of them are ready. */
export async function status(slot: Slot, parts: readonly Part[]): Promise<boolean> {
  const states = await Promise.all(parts.map((part) => stateOf(slot, part)));
  const rows = parts.map((part, index) => [part.name, states[index]!, String(runningProcess(slot, part.name)?.pid ?? '-'), part.address]);
  const all = [['PART', 'STATE', 'PID', 'ADDRESS'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]!.length)));
  for (const row of all) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return states.every((state) => state === 'ready');
}

/** `ended` is a part that should run and does not; nobody has asked for a `stopped` one. */
async function stateOf(slot: Slot, part: Part): Promise<State> {
  if (!runningProcess(slot, part.name)) return writtenProcess(slot, part.name) ? 'ended' : 'stopped';
  return part.checkReady(AbortSignal.timeout(oneLookMs)).then(() => 'ready', () => 'not ready');
}

const shownLines = '50';

/** Prints the end of these parts' logs, and whatever is added until interrupted when `follow` is set. */
export async function logs(slot: Slot, parts: readonly Part[], follow: boolean): Promise<void> {
  const files = parts.map((part) => logFile(slot, part.name)).filter((file) => existsSync(file));
  if (files.length === 0) return console.log('There are no logs yet.');
  const tail = spawn('tail', [...(follow ? ['-F'] : []), '-n', shownLines, ...files], { stdio: 'inherit' });
  await new Promise((resolve, reject) => tail.on('error', reject).on('close', resolve));
}
