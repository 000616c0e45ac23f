import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const listening = '0A';

/** Names the process that listens on the port, where the system lets us see it; undefined elsewhere. */
export function portHolder(port: number): string | undefined {
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
