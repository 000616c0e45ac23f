import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Express } from 'express';
import { complaint, complaintWithKeys } from './complaint.fixture';

type Listener = (request: IncomingMessage, response: ServerResponse, ...rest: unknown[]) => void;

/** The app, which fails the test that runs when it answers anything but what its OpenAPI document promises. */
export function failOnUndocumented(app: Express, { withKeys = false }: { readonly withKeys?: boolean } = {}): Express {
  const { handle } = app as unknown as { handle: Listener };
  let failed = false;
  const checked: Listener = (request, response, ...rest) => {
    // A router changes `url` on its way.
    const { method = '', url = '' } = request;
    onEnd(response, (body) => {
      const wrong = (withKeys ? complaintWithKeys : complaint)(method, url, { status: response.statusCode, headers: response.getHeaders(), body });
      if (!wrong || failed) return;
      // Once, for the failed test may still be asking while the next one runs; and past the app, which would answer it.
      failed = true;
      process.nextTick(fail, `${method} ${url} ${response.statusCode}: ${wrong}`);
    });
    Reflect.apply(handle, app, [request, response, ...rest]);
  };
  return Object.assign(app, { handle: checked });
}

function fail(what: string): never {
  throw new Error(`Not as the OpenAPI document says: ${what}`);
}

/** Sees the whole body, before its last bytes leave. */
function onEnd(response: ServerResponse, see: (body: string) => void): void {
  const write = response.write.bind(response) as (...args: unknown[]) => unknown;
  const end = response.end.bind(response) as (...args: unknown[]) => unknown;
  const chunks: Buffer[] = [];
  const keep = ([chunk]: unknown[]) => {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const writing = (...args: unknown[]): unknown => {
    keep(args);
    return write(...args);
  };
  const ending = (...args: unknown[]): unknown => {
    keep(args);
    see(Buffer.concat(chunks).toString());
    return end(...args);
  };
  Object.assign(response, { write: writing, end: ending });
}
