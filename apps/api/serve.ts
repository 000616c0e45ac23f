import type { Server } from 'node:http';
import type { Express } from 'express';
import { listen, type ListenOptions } from '../listen';
import { answerClientErrors } from './http/client-errors';

/** Serves the API. What Node's server would answer in words of its own is left to the API, or answered as it would. */
export async function serve(app: Express, options: ListenOptions): Promise<Server> {
  const server = await listen(app, { ...options, requireHostHeader: false });
  server.on('checkExpectation', (request, response) => void server.emit('request', request, response));
  answerClientErrors(server);
  return server;
}
