import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PartName } from '../part';
import type { Slot } from '../slot';
import { startTimeOf } from './process-identity';

/** A process that we have started, as its pid file tells. */
export interface RunningProcess {
  readonly pid: number;
  /** Tells it from a stranger that got the same pid later. */
  readonly startTime: string;
  /** What it was started as; another one means that its description has changed since. */
  readonly fingerprint: string;
}

/** The part's process if it is alive and ours; undefined otherwise, whatever the pid file says. */
export function runningProcess(slot: Slot, name: PartName): RunningProcess | undefined {
  const written = writtenProcess(slot, name);
  return written && isAlive(written) ? written : undefined;
}

/** What the pid file says, whether or not that process still lives. */
export function writtenProcess(slot: Slot, name: PartName): RunningProcess | undefined {
  try {
    return JSON.parse(readFileSync(pidFile(slot, name), 'utf8')) as RunningProcess;
  } catch {
    return undefined;
  }
}

export function isAlive(known: RunningProcess): boolean {
  return startTimeOf(known.pid) === known.startTime;
}

export function rememberProcess(slot: Slot, name: PartName, running: RunningProcess): void {
  mkdirSync(slot.pidFolder, { recursive: true });
  const temporary = `${pidFile(slot, name)}.new`;
  writeFileSync(temporary, `${JSON.stringify(running)}\n`);
  renameSync(temporary, pidFile(slot, name));
}

export function forgetProcess(slot: Slot, name: PartName): void {
  rmSync(pidFile(slot, name), { force: true });
}

function pidFile(slot: Slot, name: PartName): string {
  return path.join(slot.pidFolder, `${name}.json`);
}
