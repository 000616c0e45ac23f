import { raw, type Request, type Response } from 'express';
import { Problem } from '../http/problem';
import { MAX_BODY_BYTES } from './max-body-bytes';
import { runMiddleware } from './run-middleware';

const readRaw = raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false });

/** Reads a body as UTF-8 text; a byte that is not UTF-8 is an error, never a replacement character. */
export async function readText(request: Request, response: Response): Promise<string> {
  if (!/^utf-?8$/.test(charset(request))) {
    throw new Problem('CONTENT_TYPE_UNSUPPORTED', { detail: 'The charset of the body must be UTF-8.' });
  }
  try {
    await runMiddleware(readRaw, request, response);
    return new TextDecoder('utf-8', { fatal: true }).decode((request.body as Buffer | undefined) ?? Buffer.alloc(0));
  } catch (cause) {
    const tooLarge = cause instanceof Error && 'type' in cause && cause.type === 'entity.too.large';
    throw new Problem(tooLarge ? 'BODY_TOO_LARGE' : 'BODY_UNREADABLE', { cause });
  }
}

function charset(request: Request): string {
  return /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(request.get('content-type') ?? '')?.[1]?.toLowerCase() ?? 'utf-8';
}
