import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { PartName } from '../part';
import type { Slot } from '../slot';

const tailBytes = 16 * 1024;

export function logFile(slot: Slot, name: PartName): string {
  return path.join(slot.logFolder, `${name}.log`);
}

/** Opens an empty log for a process about to start; the one of its last run stays beside it as `.previous.log`. */
export function openLog(slot: Slot, name: PartName): number {
  mkdirSync(slot.logFolder, { recursive: true });
  const file = logFile(slot, name);
  if (existsSync(file)) renameSync(file, file.replace(/\.log$/, '.previous.log'));
  return openSync(file, 'a');
}

/** The last lines of a part's log; empty when it has none. */
export function lastLines(slot: Slot, name: PartName, lines: number): string {
  const file = logFile(slot, name);
  if (!existsSync(file)) return '';
  const descriptor = openSync(file, 'r');
  try {
    const size = fstatSync(descriptor).size;
    const buffer = Buffer.alloc(Math.min(size, tailBytes));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } finally {
    closeSync(descriptor);
  }
}
