import type { Request, Response } from 'express';
import { Problem } from '../http/problem';
import { readForm } from './form';
import { readJson } from './json';
import { MAX_BODY_BYTES } from './max-body-bytes';
import { readMultipart } from './multipart';
import { uniqueFields, type Fields } from './fields';
import { readText } from './text';

/**
 * Reads the fields of a body in any of the three forms the API takes; each field comes once. JSON numbers of the
 * `asText` fields are given as the text they were written in, because a float cannot hold every decimal.
 * Throws a {@link Problem} for a body that is too large, unreadable or of another type.
 */
export async function readFields(request: Request, response: Response, asText: readonly string[]): Promise<Fields> {
  if (Number(request.get('content-length')) > MAX_BODY_BYTES) throw new Problem('BODY_TOO_LARGE');
  if ((request.get('content-encoding') ?? 'identity') !== 'identity') {
    throw new Problem('CONTENT_TYPE_UNSUPPORTED', { detail: 'The body must not be compressed.' });
  }
  switch (mediaType(request)) {
    case 'application/json':
      return uniqueFields(readJson(await readText(request), asText));
    case 'application/x-www-form-urlencoded':
      return uniqueFields(readForm(await readText(request)));
    case 'multipart/form-data':
      return uniqueFields(await readMultipart(request, response));
    default:
      throw new Problem('CONTENT_TYPE_UNSUPPORTED', {
        detail: 'The body must be multipart/form-data, application/x-www-form-urlencoded or application/json.',
      });
  }
}

function mediaType(request: Request): string | undefined {
  return request.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
}
