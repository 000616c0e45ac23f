import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a client may take to send a request's head, and the whole request. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

const IDLE_CHECK_MS = 50;

/** The address to serve on, and options of Node's server that differ from ours. */
export type ListenOptions = { readonly host: string; readonly port: number } & ServerOptions;

/** Serves on exactly this address. Throws when it cannot, as when another process has the port. */
export async function listen(app: RequestListener, { host, port, ...options }: ListenOptions): Promise<Server> {
  const timeouts = { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS };
  const server = createServer({ ...timeouts, connectionsCheckingInterval: HEADERS_TIMEOUT_MS / 2, ...options }, app);
  server.listen({ host, port });
  await once(server, 'listening');
  return server;
}

/** Accepts no more connections and lets the requests in flight finish; after the grace period it closes their connections. */
export async function drain(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A kept-alive connection that becomes idle later would keep the server from closing.
  const idleCheck = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(idleCheck);
  clearTimeout(cutOff);
}

/**
 * Goes on serving for the delay, so that load balancers notice by its readiness that it is stopping, and then drains; all within
 * the grace period.
 */
export async function retire(server: Server, { delayMs, graceMs }: { delayMs: number; graceMs: number }): Promise<void> {
  // A client that learns with its answer that the connection closes sends no further request on it, which could be lost.
  server.prependListener('request', (_request, response) => void response.setHeader('Connection', 'close'));
  await pause(Math.min(delayMs, graceMs));
  await drain(server, graceMs - Math.min(delayMs, graceMs));
}
