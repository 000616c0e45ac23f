import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import { MAX_BODY_BYTES } from '../body/max-body-bytes';

/** For how long after its answer a request is still read, to be thrown away. */
export const LINGER_MS = 2_000;

/** Whether there is a body of which bytes have yet to come. */
export function isStillComing({ complete, headers }: IncomingMessage): boolean {
  return !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);
}

/**
 * Answers a request whose body is still coming, and ends the answer when it has come or after a while. A connection that is closed
 * over bytes nobody has read is reset, and the reset overtakes the answer. Only a body that is not too large is worth keeping the
 * connection for.
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
