import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Slot } from '../../stack';

/** A process that stands beside a test run, and clears away what that has started when it is killed. */
export interface Guard {
  /** Tells it which process group runs now; 0 for none. */
  readonly watch: (group: number) => void;
  /** Lets it look whether something is left, and resolves when it has ended. */
  readonly end: () => Promise<void>;
}

/** Starts it for this run and its slot. It is in a session of its own, so that what ends the run does not end it. */
export function startGuard({ number }: Slot): Guard {
  const args = ['--import', 'tsx', path.join(__dirname, 'guard-main.ts'), String(number)];
  const child = spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = once(child, 'exit');
  child.stdin.on('error', () => undefined);
  return {
    watch: (group) => void child.stdin.write(`${group}\n`),
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}
