import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** Names every request: in the answer (`X-Request-Id`, and `instance` of a problem) and in the log. */
export const nameRequest: RequestHandler = (_request, response, next) => {
  response.set('X-Request-Id', randomUUID());
  next();
};

export function requestIdOf(response: Response): string {
  return String(response.get('X-Request-Id'));
}
