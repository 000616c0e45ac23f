import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import net from 'node:net';
import type { Part } from '../part';
import { lastSlot, type Slot } from '../slot';
import { runningProcess } from './part-process';

/** Throws, naming each port, the part and a way out, when a stranger holds a port of a part that does not run yet. */
export async function refuseUsedPorts(slot: Slot, parts: readonly Part[]): Promise<void> {
  const problems: string[] = [];
  for (const part of parts) {
    if (runningProcess(slot, part.name)) continue;
    for (const port of await usedPorts(part.ports)) {
      const holder = portHolder(port);
      problems.push(`Port ${port}, which ${part.name} needs, is in use${holder ? ` by ${holder}` : ''}.`);
    }
  }
  if (problems.length === 0) return;
  const other = slot.number < lastSlot ? slot.number + 1 : 1;
  throw new Error(`${problems.join('\n')}\nStop what uses it, or use other ports: STACK_SLOT=${other} make server`);
}

/** Those of the ports that some process on this machine listens on already. */
export async function usedPorts(ports: readonly number[]): Promise<number[]> {
  const used = await Promise.all(ports.map(async (port) => ((await answers(port)) || !(await canListen(port)) ? [port] : [])));
  return used.flat();
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    const finish = (result: boolean) => () => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', finish(true)).once('error', finish(false));
  });
}

const listening = '0A';

/** Names the process that listens on the port, where the system lets us see it; undefined elsewhere. */
function portHolder(port: number): string | undefined {
  try {
    const socket = socketOf(port);
    const pid = socket && readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && holds(entry, socket));
    return pid && `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()}, process ${pid}`;
  } catch {
    return undefined;
  }
}

function socketOf(port: number): string | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(suffix) && fields[3] === listening) return `socket:[${fields[9]}]`;
    }
  }
  return undefined;
}

function holds(pid: string, socket: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => linkOf(`/proc/${pid}/fd/${descriptor}`) === socket);
  } catch {
    return false;
  }
}

function linkOf(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}
