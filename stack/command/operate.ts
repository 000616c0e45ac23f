import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { builtApplications } from '../build/applications';
import { environment, inheritable } from '../environment';
import type { Variables } from '../outside';
import { repositoryFolder, type Slot } from '../slot';

/** Runs one of the operator's commands (`apps/operate`) on the slot's parts. True when it came out well. */
export async function operate(slot: Slot, outside: Variables, args: readonly string[]): Promise<boolean> {
  await builtApplications((doing) => console.error(doing));
  const main = path.join(repositoryFolder, 'dist', 'apps', 'operate', 'main.js');
  const env = { ...inheritable(slot, outside), ...environment(slot, outside) };
  const command = spawn(process.execPath, ['--enable-source-maps', main, ...args], { env, stdio: 'inherit' });
  const [code] = (await once(command, 'close')) as [number | null];
  return code === 0;
}
