import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

type Release = () => void;

const betweenTriesMs = 250;

/** Takes a lock. While another process has it, `onWait` is called once, with that one's name, and the call waits. */
export async function lock(port: number, onWait: (holder: string) => void): Promise<Release> {
  let release = await tryLock(port);
  if (!release) onWait(await holderOf(port));
  while (!release) {
    await delay(betweenTriesMs);
    release = await tryLock(port);
  }
  return release;
}

/**
 * Takes a lock unless another process has it. A lock is a port that is listened on, which the system frees however the
 * process ends.
 */
export function tryLock(port: number): Promise<Release | undefined> {
  const server = net.createServer((socket) => socket.on('error', () => undefined).end(`process ${process.pid}`));
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      server.unref();
      resolve(() => server.close());
    });
  });
}

function holderOf(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1').setEncoding('utf8').setTimeout(1000);
    let text = '';
    socket.on('data', (data: string) => (text += data)).on('timeout', () => socket.destroy()).on('error', () => undefined);
    socket.on('close', () => resolve(/^process \d+$/.test(text) ? text : `whatever listens on port ${port}`));
  });
}
