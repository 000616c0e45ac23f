import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Address } from '../faults/proxy/proxy';

/**
 * Runs the work with a port that passes everything on to the server, until a client has sent the text: the server's reply to that
 * is lost, because the connection is cut when it comes. Answers with how many replies were lost.
 */
export async function withLostReplies(to: Address, text: string, work: (port: number) => Promise<void>): Promise<number> {
  let lost = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(to);
    let isAsked = false;
    client.on('data', (data) => {
      isAsked ||= data.includes(text);
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (!isAsked) return client.write(data);
      lost += 1;
      upstream.destroy();
      return client.destroy();
    });
    for (const [from, other] of [[client, upstream], [upstream, client]] as const) {
      sockets.add(from);
      from.on('error', () => undefined).on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await work((server.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
  return lost;
}
