import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { becomesTrue } from '../run/poll';

const afterKillMs = 10_000;

/**
 * Clears away what keeps PostgreSQL from starting after its postmaster was killed: processes in the middle of a query,
 * which live on until that ends, and its pid file, which counts when pid 1 has not buried the dead one yet (in containers).
 * Does nothing where the system does not show which processes are at work in the folder.
 */
export async function clearPostgresCrash(dataFolder: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const folder = realpathSync(dataFolder);
  for (const pid of processesIn(folder)) kill(pid);
  if (await becomesTrue(() => processesIn(folder).length === 0, afterKillMs)) {
    rmSync(path.join(folder, 'postmaster.pid'), { force: true });
  }
}

function processesIn(folder: string): number[] {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return pids.filter((pid) => isPostgresIn(pid, folder)).map(Number);
}

function isPostgresIn(pid: string, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8') === 'postgres\n' && readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false; // it has ended, or belongs to somebody else
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended meanwhile
  }
}
