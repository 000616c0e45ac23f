import type { Writable } from 'node:stream';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import getRawBody from 'raw-body';
import { fieldsInvalid, Problem } from './problem';
import { runMiddleware } from './request';

/** An order takes a few hundred bytes. Four fields of the greatest length still fit. */
export const MAX_BODY_BYTES = 16 * 1024;

const MULTIPART_LIMITS = { fields: 32, parts: 32, fieldNameSize: 128, fieldSize: MAX_BODY_BYTES, fieldNestingDepth: 0 };

/** Reads a body to its end. Throws a {@link Problem} when the body breaks off, and as soon as it is too large, without reading the rest. */
async function readBytes(request: Request): Promise<Buffer> {
  try {
    return await getRawBody(request, { limit: MAX_BODY_BYTES });
  } catch (cause) {
    const tooLarge = cause instanceof Error && 'type' in cause && cause.type === 'entity.too.large';
    throw new Problem(tooLarge ? 'BODY_TOO_LARGE' : 'BODY_UNREADABLE', { cause });
  }
}

/** Reads a body as UTF-8 text. A byte that is not UTF-8 is an error, never a replacement character. */
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

/** Reads the text parts of a multipart body, in order, repeated ones too. Refuses file parts and `name[brackets]`. */
export async function readMultipart(request: Request, response: Response): Promise<(readonly [name: string, value: string])[]> {
  const bytes = await readBytes(request);
  // Left to itself, multer reads a body without end: the bytes that it skips count against none of its limits.
  const options = { limits: MULTIPART_LIMITS, streamHandler: (_request: Request, parser: Writable) => void parser.end(bytes) };
  try {
    await runMiddleware(multer(options).none(), request, response);
  } catch (error) {
    throw multipartProblem(error);
  }
  const body = (request.body as Record<string, string | string[]> | undefined) ?? {};
  return Object.entries(body).flatMap(([name, values]) => [values].flat().map((value) => [name, value] as const));
}

/** An error without a code of multer's comes from the parser under it: the body is broken or cut off. */
function multipartProblem(error: unknown): Problem {
  if (!(error instanceof MulterError)) return new Problem('BODY_UNREADABLE', { cause: error });
  switch (error.code) {
    case 'LIMIT_UNEXPECTED_FILE':
      return fieldsInvalid([{ field: error.field ?? '', message: 'must be text, not a file' }]);
    case 'LIMIT_FIELD_VALUE':
    case 'LIMIT_FIELD_COUNT':
    case 'LIMIT_FIELD_KEY':
    case 'LIMIT_PART_COUNT':
      return new Problem('BODY_TOO_LARGE', { detail: `${error.message}.`, cause: error });
    default:
      return new Problem('BODY_UNREADABLE', { detail: `${error.message}.`, cause: error });
  }
}
