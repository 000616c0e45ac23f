import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type ServerResponse } from 'node:http';
import { finished, type Duplex } from 'node:stream';
import { answerEarly, LINGER_MS } from './answer-early';
import { problemReply, type Problem } from './problem';
import { requestIdOf } from './request-id';

/** Answers for a request that has no response, because its head was never read, and closes the connection. */
export function refuseConnection(socket: Duplex, problem: Problem): void {
  if (!socket.writable) return void socket.destroy();
  const id = randomUUID();
  const { status, headers, body } = problemReply(problem, id);
  const text = JSON.stringify(body);
  const told = {
    ...{ Date: new Date().toUTCString(), Connection: 'close', 'X-Request-Id': id, 'X-Content-Type-Options': 'nosniff' },
    ...{ ...headers, 'Content-Length': Buffer.byteLength(text) },
  };
  const lines = Object.entries(told).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${text}`);
  const cutOff = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(cutOff));
}

/** Answers a request whose head was read and whose body never will be, unless it has been answered, and closes its connection. */
export function refuseRest(response: ServerResponse, problem: Problem, { isMoreComing }: { readonly isMoreComing: boolean }): void {
  if (!response.headersSent) {
    const { status, headers, body } = problemReply(problem, requestIdOf(response));
    response.statusCode = status;
    response.setHeaders(new Map(Object.entries({ ...headers, Connection: 'close' })));
    const text = JSON.stringify(body);
    if (isMoreComing) return answerEarly(response, text);
    response.end(text);
  }
  response.end();
  finished(response, () => response.req.socket.destroy());
}
