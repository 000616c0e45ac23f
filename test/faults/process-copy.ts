import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { environment, testPortOf } from '../../stack';
import { until } from '../until';
import type { System } from './system';

/** One more copy of one of our processes, beside what the stack runs. */
export interface ProcessCopy {
  readonly url: string;
  /** All that it has written so far. */
  readonly output: () => string;
  /** Asks it to end, and resolves when it has. */
  readonly stop: () => Promise<void>;
}

interface CopyOptions {
  /** Of the test ports of the slot, the one that it listens on. */
  readonly portIndex: number;
  /** Settings that win over those of the stack. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts a copy of the API or the worker, as it was built for the stack; resolves when it listens, ready or not. */
export async function startCopy({ stack: { slot } }: System, name: 'api' | 'worker', { portIndex, settings }: CopyOptions): Promise<ProcessCopy> {
  const port = testPortOf(slot.number, portIndex);
  const own = { [name === 'api' ? 'API_PORT' : 'WORKER_HEALTH_PORT']: String(port) };
  const env = { PATH: process.env['PATH'], ...environment(slot), ...settings, ...own };
  const main = join(__dirname, '..', '..', 'dist', 'apps', name, 'main.js');
  // Not where a `.env` may lie.
  const child = spawn(process.execPath, [main], { cwd: slot.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close');
  const url = `http://127.0.0.1:${port}`;
  const listens = () => fetch(`${url}/health`).then(({ ok }) => ok, () => false);
  const stop = async () => {
    child.kill();
    await ended;
  };
  try {
    await until(`a copy of ${name} listens`, listens, 30_000);
  } catch (error) {
    await stop();
    throw new Error(output, { cause: error });
  }
  return { url, output: () => output, stop };
}
