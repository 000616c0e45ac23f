import type { Writable } from 'node:stream';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { fieldsInvalid, Problem } from '../http/problem';
import { readBytes } from './bytes';
import { MAX_BODY_BYTES } from './max-body-bytes';
import { runMiddleware } from './run-middleware';

const LIMITS = { fields: 32, parts: 32, fieldNameSize: 128, fieldSize: MAX_BODY_BYTES, fieldNestingDepth: 0 };

/** Reads the text parts of a multipart body, in order, repeated ones too; file parts and `name[brackets]` are refused. */
export async function readMultipart(request: Request, response: Response): Promise<(readonly [name: string, value: string])[]> {
  const bytes = await readBytes(request);
  // Left to itself, multer reads a body without end: what it skips counts against none of its limits.
  const options = { limits: LIMITS, streamHandler: (_request: Request, parser: Writable) => void parser.end(bytes) };
  try {
    await runMiddleware(multer(options).none(), request, response);
  } catch (error) {
    throw multipartProblem(error);
  }
  const body = (request.body as Record<string, string | string[]> | undefined) ?? {};
  return Object.entries(body).flatMap(([name, values]) => [values].flat().map((value) => [name, value] as const));
}

/** Whatever multer does not name itself comes from the parser under it: a body that is broken or cut off. */
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
