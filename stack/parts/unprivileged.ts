import { spawnSync } from 'node:child_process';
import { accessSync, chownSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import type { Launch } from '../part';

const nobody = 65_534;
const mapped = ['-U', `--map-user=${nobody}`, `--map-group=${nobody}`];

/**
 * The same command for a program that refuses to run as root. Root runs it in a user namespace, where it sees itself
 * as somebody else but keeps access to our files; where that is forbidden, as the user `nobody`.
 */
export function unprivileged(launch: Launch, folders: { reads: string; writes: string }): Launch {
  if (process.getuid?.() !== 0) return launch;
  if (hasUserNamespaces()) return { ...launch, command: 'unshare', args: [...mapped, launch.command, ...launch.args] };
  for (const folder of [folders.reads, path.dirname(folders.writes)]) refuseUnreachable(folder);
  chownSync(folders.writes, nobody, nobody);
  return { ...launch, user: { uid: nobody, gid: nobody } };
}

function hasUserNamespaces(): boolean {
  return spawnSync('unshare', [...mapped, 'true']).status === 0;
}

function refuseUnreachable(folder: string): void {
  for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
    if (statSync(at).mode & constants.S_IXOTH) continue;
    throw new Error(`PostgreSQL does not run as root, and no other user may enter ${at}. Run make as an ordinary user, or move the clone.`);
  }
  accessSync(folder);
}
