import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync } from 'node:fs';
import { basics } from '../outside';
import type { Launch, Part } from '../part';
import type { Slot } from '../slot';
import { openLog } from './log-file';
import { startTimeOf } from './process-identity';
import { rememberProcess, type RunningProcess } from './running-process';

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
