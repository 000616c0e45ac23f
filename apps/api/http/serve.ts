import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import { finished, type Duplex } from 'node:stream';
import type { Express } from 'express';
import { listen, type ListenOptions } from '../../runtime/http-server';
import { answerEarly, LINGER_MS } from './answer';
import { Problem, problemReply } from './problem';
import type { ProblemCode } from './replies';
import { requestIdOf } from './request';
import { allow, METHODS } from './route';

/** What an error of Node's server means to a client. Any other error means a request that cannot be read. */
const CODES: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'BODY_TOO_LARGE',
};

const REQUEST_LINE = /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/1\.[01]\r\n/;

interface ClientError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer;
  /** Where in the packet the parser has stopped. */
  readonly bytesParsed?: number;
}

/** Serves the API. Requests that Node's server would refuse in its own words are passed to the API, or refused as a problem. */
export async function serve(app: Express, options: ListenOptions): Promise<Server> {
  const server = await listen(app, { ...options, requireHostHeader: false });
  server.on('checkExpectation', (request, response) => void server.emit('request', request, response));
  answerClientErrors(server);
  return server;
}

/**
 * Refuses, as a problem, a request that cannot be parsed or takes too long to come, and CONNECT. The answers that are due on the
 * connection are sent first; then the connection is closed.
 */
function answerClientErrors(server: Server): void {
  const latest = new WeakMap<Duplex, ServerResponse>();
  const refused = new WeakSet<Duplex>();
  server.prependListener('request', (request, response) => void latest.set(request.socket, response));
  server.on('clientError', (error: ClientError, socket) => {
    // A client that has gone away gets no answer. The parser repeats its error for every byte that follows.
    if (socket.destroyed || refused.has(socket)) return;
    refused.add(socket);
    const response = latest.get(socket);
    const problem = problemOf(error);
    const isMoreComing = error.code !== 'ERR_HTTP_REQUEST_TIMEOUT' && !socket.readableEnded;
    if (!response || (response.req.complete && response.writableFinished)) refuseConnection(socket, problem);
    else if (response.req.complete) response.once('close', () => refuseConnection(socket, problem));
    else refuseRest(response, problem, { isMoreComing });
  });
  server.on('connect', (_request, socket) => {
    socket.on('error', () => undefined).resume();
    refuseConnection(socket, new Problem('HTTP_METHOD_NOT_ALLOWED', { headers: { Allow: '' } }));
  });
}

function problemOf(error: ClientError): Problem {
  if (error.code === 'HPE_INVALID_METHOD' && REQUEST_LINE.test(currentLine(error))) {
    return new Problem('HTTP_METHOD_NOT_ALLOWED', { headers: { Allow: allow(METHODS) }, cause: error });
  }
  return new Problem(CODES[error.code ?? ''] ?? 'REQUEST_UNREADABLE', { cause: error });
}

/** The line the parser has stopped in, and what came after it. */
function currentLine({ rawPacket = Buffer.alloc(0), bytesParsed = 0 }: ClientError): string {
  return rawPacket.subarray(rawPacket.lastIndexOf('\n', bytesParsed) + 1).toString('latin1');
}

/** Answers a request that has no response, because its head was never read, and closes the connection. */
function refuseConnection(socket: Duplex, problem: Problem): void {
  if (!socket.writable) return void socket.destroy();
  const id = randomUUID();
  const { status, headers, body } = problemReply(problem, id);
  const text = JSON.stringify(body);
  const sent = {
    ...{ Date: new Date().toUTCString(), Connection: 'close', 'X-Request-Id': id, 'X-Content-Type-Options': 'nosniff' },
    ...{ ...headers, 'Content-Length': Buffer.byteLength(text) },
  };
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${text}`);
  const cutOff = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(cutOff));
}

/** Answers a request whose head was read and whose body never will be, unless it was answered already, and closes its connection. */
function refuseRest(response: ServerResponse, problem: Problem, { isMoreComing }: { readonly isMoreComing: boolean }): void {
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
