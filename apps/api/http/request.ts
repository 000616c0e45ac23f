import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { Problem } from './problem';

/** Names every request: in the answer (`X-Request-Id`, and `instance` of a problem) and in the log. */
export const nameRequest: RequestHandler = (_request, response, next) => {
  response.set('X-Request-Id', randomUUID());
  next();
};

/** The name of the request that this is the response to. */
export function requestIdOf(response: ServerResponse): string {
  return String(response.getHeader('X-Request-Id'));
}

/**
 * Refuses a head that Node's parser lets through although it does not say clearly which host is meant or where the body ends
 * (RFC 9112, 3.2 and 6.1).
 */
export const checkHead: RequestHandler = (request, _response, next) => {
  const detail = flawOf(request);
  if (detail !== undefined) throw new Problem('REQUEST_UNREADABLE', { detail, headers: { Connection: 'close' } });
  if ((request.headers.expect ?? '100-continue').toLowerCase() !== '100-continue') throw new Problem('EXPECTATION_FAILED');
  next();
};

function flawOf({ httpVersion, headers, headersDistinct }: Request): string | undefined {
  const isOld = httpVersion === '1.0';
  const hosts = headersDistinct['host']?.length ?? 0;
  const coding = headers['transfer-encoding'];
  if (!isOld && httpVersion !== '1.1') return 'The version of HTTP must be 1.1 or 1.0.';
  if (hosts > 1 || (hosts === 0 && !isOld)) return 'The request must have one Host header.';
  if (coding !== undefined && (isOld || coding.toLowerCase() !== 'chunked')) return 'The only transfer coding is chunked, of HTTP/1.1.';
  return undefined;
}

/** Runs a middleware inside a handler, so that the handler can await it and catch its errors. */
export function runMiddleware(middleware: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void middleware(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('The middleware failed.', { cause: error }));
    });
  });
}
