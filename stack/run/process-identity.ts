import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When the process with that id was started, or undefined when there is none (a zombie counts as none).
 * Two processes that had the same id at different times differ in it, also across a reboot.
 */
export function startTimeOf(pid: number): string | undefined {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticksSinceBoot = rest[18];
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // While other threads of a zombie are still ending, its ports are not free yet.
    const hasEnded = state === 'X' || (state === 'Z' && Number(rest[16]) <= 1);
    return hasEnded ? undefined : `${bootId}/${ticksSinceBoot}`;
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const [, state, started] = /^(\S+)\s+(.*\S)/.exec(stdout.trim()) ?? [];
  return state?.startsWith('Z') ? undefined : started;
}
