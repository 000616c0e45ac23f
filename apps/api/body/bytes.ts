import type { Request } from 'express';
import getRawBody from 'raw-body';
import { Problem } from '../http/problem';
import { MAX_BODY_BYTES } from './max-body-bytes';

/** Reads a body to its end. Throws a {@link Problem} as soon as it is too large, without waiting for the rest, or when it breaks off. */
export async function readBytes(request: Request): Promise<Buffer> {
  try {
    return await getRawBody(request, { limit: MAX_BODY_BYTES });
  } catch (cause) {
    const tooLarge = cause instanceof Error && 'type' in cause && cause.type === 'entity.too.large';
    throw new Problem(tooLarge ? 'BODY_TOO_LARGE' : 'BODY_UNREADABLE', { cause });
  }
}
