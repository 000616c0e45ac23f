import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Where a server is. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Listens on the port and passes everything on to the server, until it is closed, which cuts every connection. */
export async function forwardPort(port: number, to: Address): Promise<{ close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(to);
    for (const [from, other] of [[client, upstream], [upstream, client]] as const) {
      sockets.add(from);
      from.on('error', () => other.destroy()).on('close', () => sockets.delete(from));
      from.pipe(other);
    }
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
