import type { Request, RequestHandler, Response } from 'express';

/** Runs a middleware inside a handler, so that it can be awaited and its errors told apart there. */
export function runMiddleware(middleware: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void middleware(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('The middleware failed.', { cause: error }));
    });
  });
}
