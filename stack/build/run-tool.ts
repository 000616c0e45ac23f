import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { basics, type Variables } from '../outside';
import type { Launch } from '../part';

const keptLines = 40;

interface ToolRun extends Pick<Launch, 'command' | 'args' | 'user'> {
  readonly folder: string;
  /** Instead of the basic variables. */
  readonly env?: Variables;
  /** What it reads from standard input. */
  readonly input?: string;
  /** Sees every line the program writes. */
  readonly onLine?: (line: string) => void;
}

/** Runs a program to its end. Throws with its last lines when it fails; it dies with us when we do. */
export async function runTool({ command, args, user, folder, env = basics(), input = '', onLine }: ToolRun): Promise<void> {
  const child = spawn(command, [...args], { cwd: folder, env: { ...env }, ...user });
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (last.push(line) > keptLines) last.shift();
      onLine?.(line);
    });
  }
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  try {
    const ended = new Promise<number | string | null>((resolve, reject) => {
      child.on('error', reject).on('close', (code, signal) => resolve(code ?? signal));
    });
    child.stdin.on('error', () => undefined).end(input);
    const status = await ended;
    if (status !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${status}:\n${last.join('\n')}`);
  } finally {
    process.off('exit', kill);
  }
}
