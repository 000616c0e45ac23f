import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

const GRACE_MS = 5_000;

interface GroupOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** It is ended when it takes longer. */
  readonly withinMs: number;
  /** Between asking it to end and killing it. */
  readonly graceMs?: number;
  /** It is ended when this aborts. */
  readonly signal: AbortSignal;
  /** Is told the id of its process group as soon as there is one, and 0 when nothing is left of it. */
  readonly watch?: (group: number) => void;
}

/** How a program came to its end. */
export interface Ended {
  readonly exitCode: number;
  readonly tookTooLong: boolean;
}

/**
 * Runs a program in a process group of its own and resolves when it has ended. Whatever it has started ends with it, unless that has
 * left the group.
 */
export async function runInGroup([command = '', ...args]: readonly string[], { env, withinMs, graceMs, signal, watch }: GroupOptions): Promise<Ended> {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true, env });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const { pid } = child;
  if (pid !== undefined) watch?.(pid);
  let tookTooLong = false;
  const end = () => void (pid !== undefined && endGroup(pid, graceMs));
  const bound = setTimeout(() => {
    tookTooLong = true;
    end();
  }, withinMs);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    const [code] = await ended;
    return { exitCode: code ?? 1, tookTooLong };
  } finally {
    clearTimeout(bound);
    signal.removeEventListener('abort', end);
    if (pid !== undefined) signalGroup(pid, 'SIGKILL');
    watch?.(0);
  }
}

/** Asks a process group to end, and kills what of it is there after that time. */
export async function endGroup(group: number, graceMs = GRACE_MS): Promise<void> {
  const deadline = performance.now() + graceMs;
  for (let name: NodeJS.Signals | 0 = 'SIGTERM'; signalGroup(group, name) && performance.now() < deadline; name = 0) await pause(50);
  signalGroup(group, 'SIGKILL');
}

/** False when nothing of the group is left. */
function signalGroup(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}
