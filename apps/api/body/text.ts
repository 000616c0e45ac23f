import type { Request } from 'express';
import { Problem } from '../http/problem';
import { readBytes } from './bytes';

/** Reads a body as UTF-8 text; a byte that is not UTF-8 is an error, never a replacement character. */
export async function readText(request: Request): Promise<string> {
  if (!/^utf-?8$/.test(charset(request))) {
    throw new Problem('CONTENT_TYPE_UNSUPPORTED', { detail: 'The charset of the body must be UTF-8.' });
  }
  const bytes = await readBytes(request);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('BODY_UNREADABLE', { detail: 'The body is not UTF-8.', cause });
  }
}

function charset(request: Request): string {
  return /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(request.get('content-type') ?? '')?.[1]?.toLowerCase() ?? 'utf-8';
}
