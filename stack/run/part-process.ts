import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { basics } from '../outside';
import type { Launch, Part, PartName } from '../part';
import type { Slot } from '../slot';

/** A process that we have started, as its pid file tells. */
export interface RunningProcess {
  readonly pid: number;
  /** Tells it from a stranger that got the same pid later. */
  readonly startTime: string;
  /** What it was started as; another one means that its description has changed since. */
  readonly fingerprint: string;
}

/** The part's process if it is alive and ours; undefined otherwise, whatever the pid file says. */
export function runningProcess(slot: Slot, name: PartName): RunningProcess | undefined {
  const written = writtenProcess(slot, name);
  return written && isAlive(written) ? written : undefined;
}

/** What the pid file says, whether or not that process still lives. */
export function writtenProcess(slot: Slot, name: PartName): RunningProcess | undefined {
  try {
    return JSON.parse(readFileSync(pidFile(slot, name), 'utf8')) as RunningProcess;
  } catch {
    return undefined;
  }
}

export function isAlive(known: RunningProcess): boolean {
  return startTimeOf(known.pid) === known.startTime;
}

export function rememberProcess(slot: Slot, name: PartName, running: RunningProcess): void {
  mkdirSync(slot.pidFolder, { recursive: true });
  const temporary = `${pidFile(slot, name)}.new`;
  writeFileSync(temporary, `${JSON.stringify(running)}\n`);
  renameSync(temporary, pidFile(slot, name));
}

export function forgetProcess(slot: Slot, name: PartName): void {
  rmSync(pidFile(slot, name), { force: true });
}

function pidFile(slot: Slot, name: PartName): string {
  return path.join(slot.pidFolder, `${name}.json`);
}

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

/** Changes when the part would be started differently from before. */
export function fingerprintOf({ command, args, env, build }: Launch): string {
  return createHash('sha256').update(JSON.stringify([command, args, env, build])).digest('hex').slice(0, 16);
}

/** Starts the process in a session of its own, so that it outlives us and a Ctrl-C; writes its pid file. */
export async function launchDetached(slot: Slot, part: Part, launch: Launch): Promise<RunningProcess> {
  const log = openLog(slot, part.name);
  try {
    const child = spawn(launch.command, [...launch.args], {
      cwd: slot.folder,
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...basics(), ...launch.inherited, ...launch.env },
      ...launch.user,
    });
    const { pid } = child;
    // Its id is written down before anything else can happen: an interrupt must not leave a process that nobody knows.
    if (pid === undefined) throw await new Promise((resolve) => child.once('error', resolve));
    child.unref();
    const running = { pid, startTime: startTimeOf(pid) ?? 'gone at once', fingerprint: fingerprintOf(launch) };
    rememberProcess(slot, part.name, running);
    return running;
  } finally {
    closeSync(log);
  }
}

const tailBytes = 16 * 1024;

export function logFile(slot: Slot, name: PartName): string {
  return path.join(slot.logFolder, `${name}.log`);
}

/** Opens an empty log for a process about to start; the one of its last run stays beside it as `.previous.log`. */
function openLog(slot: Slot, name: PartName): number {
  mkdirSync(slot.logFolder, { recursive: true });
  const file = logFile(slot, name);
  if (existsSync(file)) renameSync(file, file.replace(/\.log$/, '.previous.log'));
  return openSync(file, 'a');
}

/** The last lines of a part's log; empty when it has none. */
export function lastLines(slot: Slot, name: PartName, lines: number): string {
  const file = logFile(slot, name);
  if (!existsSync(file)) return '';
  const descriptor = openSync(file, 'r');
  try {
    const size = fstatSync(descriptor).size;
    const buffer = Buffer.alloc(Math.min(size, tailBytes));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } finally {
    closeSync(descriptor);
  }
}
