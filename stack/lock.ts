import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { lockPortOf } from './ports';
import type { Slot } from './slot';

type Release = () => void;

const betweenTriesMs = 250;

/** Takes the slot for this process. While another one has it, `onWait` is called once, with its name, and the call waits. */
export async function lockSlot(slot: Slot, onWait: (holder: string) => void): Promise<Release> {
  let release = await tryLock(slot);
  if (!release) onWait(await holderOf(slot));
  while (!release) {
    await delay(betweenTriesMs);
    release = await tryLock(slot);
  }
  return release;
}

/**
 * Takes the slot unless another process has it. The lock is a port that is listened on, which the system frees however
 * the process ends.
 */
export function tryLock(slot: Slot): Promise<Release | undefined> {
  const server = net.createServer((socket) => socket.on('error', () => undefined).end(`process ${process.pid}`));
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(lockPortOf(slot.number), '127.0.0.1', () => {
      server.unref();
      resolve(() => server.close());
    });
  });
}

function holderOf(slot: Slot): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(lockPortOf(slot.number), '127.0.0.1').setEncoding('utf8').setTimeout(1000);
    let text = '';
    socket.on('data', (data: string) => (text += data)).on('timeout', () => socket.destroy()).on('error', () => undefined);
    socket.on('close', () => resolve(/^process \d+$/.test(text) ? text : `whatever listens on port ${lockPortOf(slot.number)}`));
  });
}
