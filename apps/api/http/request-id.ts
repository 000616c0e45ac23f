import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';

/** Names every request: in the answer (`X-Request-Id`, and `instance` of a problem) and in the log. */
export const nameRequest: RequestHandler = (_request, response, next) => {
  response.set('X-Request-Id', randomUUID());
  next();
};

export function requestIdOf(response: ServerResponse): string {
  return String(response.getHeader('X-Request-Id'));
}
