import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { builtApplications } from '../build/applications';
import { environment, inheritable } from '../environment';
import type { Variables } from '../outside';
import type { Part } from '../part';
import { runningProcess } from '../run/part-process';
import { repositoryFolder, type Slot } from '../slot';
import { makeCommand } from './up-and-down';

/** Runs one of our programs (a folder of `dist/`) on the slot's parts until it ends. True when it came out well. */
export async function foreground(slot: Slot, outside: Variables, app: string, args: readonly string[] = []): Promise<boolean> {
  await builtApplications((doing) => console.error(doing));
  const main = path.join(repositoryFolder, 'dist', app, 'main.js');
  const env = { ...inheritable(slot, outside), ...environment(slot, outside) };
  const program = spawn(process.execPath, ['--enable-source-maps', main, ...args], { env, stdio: 'inherit' });
  // Ctrl-C reaches the program as well, which may have something to finish; a signal sent to us alone is passed on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => program.kill('SIGTERM'));
  const [code] = (await once(program, 'close')) as [number | null];
  return code === 0;
}

/** Runs one of the operator's commands (`apps/operate`) on the slot's parts. True when it came out well. */
export function operate(slot: Slot, outside: Variables, args: readonly string[]): Promise<boolean> {
  return foreground(slot, outside, 'apps/operate', args);
}

/** On Ctrl-C, says which parts run on, because they do not depend on us, and ends. Unfinished builds are cleared away. */
export function onInterrupt(slot: Slot, parts: readonly Part[]): void {
  for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
    process.on(signal, () => {
      const running = parts.filter((part) => runningProcess(slot, part.name)).map((part) => part.name);
      if (running.length === 0) console.error('\nInterrupted; nothing is running.');
      else console.error(`\nInterrupted; still running: ${running.join(', ')}. To stop them: ${makeCommand(slot, 'setup-down')}`);
      process.exit(status);
    });
  }
}
