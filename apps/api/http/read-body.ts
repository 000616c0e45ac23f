import type { Request, Response } from 'express';
import { getNodeValue, parseTree } from 'jsonc-parser';
import { MAX_BODY_BYTES, readMultipart, readText } from './body-bytes';
import { fieldsInvalid, Problem } from './problem';

/** The fields of a body by name, as they were sent and not yet checked. The object has no prototype, so every name is harmless. */
type Fields = Readonly<Record<string, unknown>>;

/** JSON nested deeper than this is refused. No field is nested at all, and the recursive parser must survive what it ignores. */
const MAX_NESTING = 32;

const STRING = /"(?:[^"\\]|\\.)*"/g;

/**
 * Reads the fields of a body in any of the three forms that the API takes. Each field may come once: when two came, we could not know
 * which was meant. JSON numbers of the `asText` fields are given as the text they were written in, because a float cannot hold
 * every decimal. Throws a {@link Problem} for a body that is too large, unreadable or of another type.
 */
export async function readBody(request: Request, response: Response, asText: readonly string[]): Promise<Fields> {
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

function uniqueFields(entries: Iterable<readonly [name: string, value: unknown]>): Fields {
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of entries) {
    if (name in fields) throw fieldsInvalid([{ field: name, message: 'must be given once' }]);
    fields[name] = value;
  }
  return fields;
}

/** Reads x-www-form-urlencoded text, strictly: broken percent-encoding is an error. */
function readForm(text: string): [name: string, value: string][] {
  const decode = (part: string) => decodeURIComponent(part.replaceAll('+', ' '));
  const pairs = text.split('&').filter((pair) => pair !== '');
  try {
    return pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decode(name), decode(value.join('='))];
    });
  } catch (cause) {
    throw new Problem('BODY_UNREADABLE', { detail: 'The percent-encoding of the body is broken.', cause });
  }
}

/** Reads the members of a JSON object, repeated ones too; numbers of the `asText` members as they were written. */
function readJson(text: string, asText: readonly string[]): [name: string, value: unknown][] {
  requireJson(text);
  const root = parseTree(text);
  if (root?.type !== 'object') throw fieldsInvalid([{ field: '', message: 'the body must be a JSON object' }]);
  return (root.children ?? []).map(({ children: [key, value] = [] }) => {
    const name = String(key?.value);
    if (value === undefined) return [name, undefined];
    const isWritten = value.type === 'number' && asText.includes(name);
    return [name, isWritten ? text.slice(value.offset, value.offset + value.length) : (getNodeValue(value) as unknown)];
  });
}

/** The strict parser decides what JSON is. jsonc-parser is lenient, and only says where each value stands in the text. */
function requireJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new Problem('BODY_UNREADABLE', { detail: 'The body is not valid JSON.', cause });
  }
  if (nesting(text) > MAX_NESTING) throw new Problem('BODY_UNREADABLE', { detail: 'The body is nested too deeply.' });
}

function nesting(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of json.replace(STRING, '').matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
