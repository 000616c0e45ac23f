import net from 'node:net';

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
