import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What the kernel says of one process. */
export interface ProcessStat {
  readonly pid: number;
  readonly parentPid: number;
  /** In user and kernel mode since it started, with that of its children that have ended and were waited for. */
  readonly cpuMs: number;
}

/** `/proc` counts in hundredths of a second, on every machine: USER_HZ is part of Linux's interface to programs. */
const msPerTick = 10;

/** Reads the text of `/proc/<pid>/stat`, see proc_pid_stat(5). The name, in parentheses, may contain anything. */
export function parseStat(text: string): ProcessStat {
  const afterName = text.slice(text.lastIndexOf(')') + 2).split(' ').map(Number);
  const [, parentPid = 0] = afterName;
  const ticks = afterName.slice(11, 15).reduce((sum, field) => sum + field, 0);
  return { pid: Number.parseInt(text), parentPid, cpuMs: ticks * msPerTick };
}

/** All processes of this machine; none on a system without `/proc`. */
export function readProcesses(): ProcessStat[] {
  if (!existsSync('/proc/self/stat')) return [];
  return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)).flatMap(readProcess);
}

function readProcess(pid: string): ProcessStat[] {
  try {
    return [parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))];
  } catch {
    return []; // it has ended since it was listed
  }
}
