import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * The PostgreSQL processes at work in that data folder. When their postmaster was killed, those in the middle of a query
 * live on until it ends, and keep a new postmaster from starting. Empty where the system does not show such things.
 */
export function processesIn(dataFolder: string): number[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return pids.filter((pid) => isPostgresIn(pid, dataFolder)).map(Number);
}

function isPostgresIn(pid: string, dataFolder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8') === 'postgres\n' && readlinkSync(`/proc/${pid}/cwd`) === dataFolder;
  } catch {
    return false; // it has ended, or belongs to somebody else
  }
}
