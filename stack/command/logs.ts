import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Part } from '../part';
import { logFile } from '../run/log-file';
import type { Slot } from '../slot';

const shownLines = '50';

/** Prints the end of these parts' logs, and whatever is added until interrupted when `follow` is set. */
export async function logs(slot: Slot, parts: readonly Part[], follow: boolean): Promise<void> {
  const files = parts.map((part) => logFile(slot, part.name)).filter((file) => existsSync(file));
  if (files.length === 0) return console.log('There are no logs yet.');
  const tail = spawn('tail', [...(follow ? ['-F'] : []), '-n', shownLines, ...files], { stdio: 'inherit' });
  await new Promise((resolve, reject) => tail.on('error', reject).on('close', resolve));
}
