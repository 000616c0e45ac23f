import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem } from './problem';
import { refuseConnection, refuseRest } from './refuse';
import type { ProblemCode } from './replies';
import { allow, METHODS } from './route';

/** What an error of the server's means to a client; any other is of a request that cannot be read. */
const CODES: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'BODY_TOO_LARGE',
};

const REQUEST_LINE = /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/1\.[01]\r\n/;

interface ClientError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer;
  /** Where in it the parser has stopped. */
  readonly bytesParsed?: number;
}

/**
 * Answers as a problem what the server refuses by itself: a request that cannot be parsed or takes too long to come, and CONNECT.
 * What is due on the connection before is answered before; then the connection is closed.
 */
export function answerClientErrors(server: Server): void {
  const latest = new WeakMap<Duplex, ServerResponse>();
  const refused = new WeakSet<Duplex>();
  server.prependListener('request', (request, response) => void latest.set(request.socket, response));
  server.on('clientError', (error: ClientError, socket) => {
    // A client that has gone away is told nothing; and the parser repeats its error over every byte that follows.
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
