import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import type { ErrorRequestHandler, Response } from 'express';
import { Unavailable } from '../../../ports/unavailable';
import type { Logger } from '../../../config/logger';
import { MAX_BODY_BYTES } from './body-bytes';
import { Problem, problemReply } from './problem';
import type { Reply } from './replies';
import { requestIdOf } from './request';

/** How long the rest of a request is read and discarded after it was answered. */
export const LINGER_MS = 2_000;

const RETRY_AFTER_SECONDS = 2;

/** Sends the reply, unless the client has gone away meanwhile, or its request was refused because the rest of it could not be read. */
export function send(response: Response, { status, headers = {}, body }: Reply): void {
  if (response.headersSent || response.destroyed) return;
  response.status(status).set(headers);
  if (body === undefined) response.end();
  else if (typeof body === 'string') response.send(body);
  else if (isStillComing(response.req)) answerEarly(response.type(response.get('Content-Type') ?? 'json'), JSON.stringify(body));
  else response.json(body);
}

/** Whether the request has a body that has not arrived completely. */
function isStillComing({ complete, headers }: IncomingMessage): boolean {
  return !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);
}

/**
 * Answers a request whose body is still coming, and ends the answer when the body has come or after a while. When a connection is
 * closed while it holds bytes that nobody has read, TCP resets it, and the client may see the reset before the answer. The connection
 * is kept only for a body that is not too large.
 */
export function answerEarly(response: ServerResponse, text: string): void {
  const request = response.req;
  if (!(Number(request.headers['content-length']) <= MAX_BODY_BYTES)) response.setHeader('Connection', 'close');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.write(text);
  request.resume();
  const cutOff = setTimeout(() => response.end(), LINGER_MS);
  response.once('close', () => clearTimeout(cutOff));
  finished(request, () => response.end());
}

/** THE error-to-HTTP map: what a client is answered, whatever was thrown. */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Unavailable) {
    return new Problem('UNAVAILABLE', {
      detail: `${error.message}; please repeat the request later.`,
      headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
      cause: error,
    });
  }
  if (error instanceof URIError) return new Problem('PATH_UNREADABLE', { cause: error });
  return new Problem('INTERNAL', { cause: error });
}

/** Answers every error as a problem. A fault of ours is logged under the request's id, and the client learns nothing of its cause. */
export function handleErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = problemOf(error);
    const requestId = requestIdOf(response);
    if (problem.code === 'INTERNAL') {
      logger.error('request failed', { requestId, method: request.method, path: request.path, error });
    } else if (problem.code === 'UNAVAILABLE') {
      logger.warn('request not served', { requestId, method: request.method, path: request.path, error });
    }
    // Express then closes the connection. It would print the error if it got it, although mostly a client has only gone away.
    if (response.headersSent) next();
    else send(response, problemReply(problem, requestId));
  };
}
