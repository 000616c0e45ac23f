import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { builtApplications } from '../build/applications';
import { environment, inheritable } from '../environment';
import type { Variables } from '../outside';
import { repositoryFolder, type Slot } from '../slot';

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
