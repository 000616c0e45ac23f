import type { ErrorRequestHandler } from 'express';
import type { Logger } from '../../../config/logger';
import { Unavailable } from '../../../activities/ports';
import { Problem, problemReply } from './problem';
import { requestIdOf } from './request-id';
import { send } from './route';

const RETRY_AFTER_SECONDS = 2;

/** THE error-to-HTTP map: what a client is told for whatever was thrown. */
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

/** Answers every error as a problem. What is our fault is logged under the request's id, and kept from the client. */
export function handleErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = problemOf(error);
    const requestId = requestIdOf(response);
    if (problem.code === 'INTERNAL') {
      logger.error('request failed', { requestId, method: request.method, path: request.path, error });
    } else if (problem.code === 'UNAVAILABLE') {
      logger.warn('request not served', { requestId, method: request.method, path: request.path, error });
    }
    // Express closes the connection then. Told of the error it would print it, and it is mostly a client that has gone away.
    if (response.headersSent) next();
    else send(response, problemReply(problem, requestId));
  };
}
