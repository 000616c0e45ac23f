import { getNodeValue, parseTree } from 'jsonc-parser';
import { fieldsInvalid, Problem } from '../http/problem';

/** No field is nested at all; what is ignored may be, within what the recursive parser can take. */
const MAX_NESTING = 32;

const STRING = /"(?:[^"\\]|\\.)*"/g;

/** Reads the members of a JSON object, repeated ones too; numbers of the `asText` members as they were written. */
export function readJson(text: string, asText: readonly string[]): [name: string, value: unknown][] {
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

/** The strict parser decides what JSON is; jsonc-parser is lenient and only tells where things stand. */
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
