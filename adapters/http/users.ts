import { z } from 'zod';
import { Unavailable } from '../../ports/unavailable';
import type { Users } from '../../ports/users';

/** An answer has about forty bytes; a service that sends more than this sends something else. */
const MOST_BYTES = 64 * 1024;

const answerSchema = z.object({ user_id: z.string(), is_valid: z.boolean() });

/** The company's user service over HTTP: `GET /api/user/:id` → `{user_id, is_valid}`. */
export class HttpUsers implements Users {
  constructor(private readonly options: { readonly baseUrl: string; readonly timeoutMs: number }) {}

  /** Throws the reason of the signal when it aborts; anything but a valid answer in time is `Unavailable`. */
  async isValid(userId: string, signal: AbortSignal): Promise<boolean> {
    const { baseUrl, timeoutMs } = this.options;
    const url = `${baseUrl.replace(/\/+$/, '')}/api/user/${encodeURIComponent(userId)}`;
    try {
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const response = await fetch(url, { redirect: 'error', signal: bounded, headers: { accept: 'application/json' } });
      const answer = answerSchema.parse(JSON.parse(await readBody(response)));
      if (answer.user_id !== userId) throw new Error('the user service answered about another user');
      return answer.is_valid;
    } catch (cause) {
      signal.throwIfAborted();
      throw new Unavailable('user-api', { cause });
    }
  }
}

async function readBody(response: Response): Promise<string> {
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the user service answered ${response.status}`);
  }
  const body = response.body as ReadableStream<Uint8Array> | null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the rest of the body.
    if (bytes > MOST_BYTES) throw new Error(`the user service sent more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
