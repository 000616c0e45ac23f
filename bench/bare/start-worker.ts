import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { partsFor, type Slot } from '../../stack';
import { temporalServer } from '../connect';

/** The bare worker, running. It ends when it is stopped, and with this process. */
export interface BareWorker {
  readonly pid: number;
  stop(): void;
}

/** Starts it with the same Node.js flags as the slot's worker, and resolves when it is about to poll. */
export async function startBareWorker(slot: Slot): Promise<BareWorker> {
  const { address, namespace } = temporalServer(slot);
  const execArgv = [...process.execArgv, ...(await nodeFlagsOfWorker(slot))];
  const child = fork(path.join(__dirname, 'worker.ts'), [address, namespace], { execArgv });
  const ended = once(child, 'exit').then(([status]) => {
    throw new Error(`the bare worker has ended with ${status} before it was ready`);
  });
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  return { pid: child.pid!, stop: () => child.disconnect() };
}

async function nodeFlagsOfWorker(slot: Slot): Promise<readonly string[]> {
  const worker = partsFor(slot).find(({ name }) => name === 'worker');
  const { args } = await worker!.prepare(() => undefined);
  return args.filter((arg) => arg.startsWith('--'));
}
