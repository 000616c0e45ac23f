import type { Request } from 'express';
import { v5 } from 'uuid';
import { Problem } from '../http/problem';
import { HEADER, idempotencyKey } from '../schemas/idempotency-key';

/** Of the ids that are made from keys. Never to be changed: every repeat would become a new order. */
const NAMESPACE = '5b0f4a3e-6a5e-4d0c-9c39-0f6f6f1f5d7a';

/** A structured-field string: how the header's draft writes a key. */
const QUOTED = /^"((?:[^"\\]|\\["\\])*)"$/;

/** The key a request is repeated under; quoted and bare it is one. Throws a {@link Problem} for one that cannot be. */
export function idempotencyKeyOf({ headersDistinct }: Request): string | undefined {
  const sent = headersDistinct[HEADER.toLowerCase()];
  if (sent === undefined) return undefined;
  const parsed = idempotencyKey.safeParse(sent.length === 1 ? unquoted(sent[0] ?? '') : undefined);
  if (!parsed.success) throw new Problem('IDEMPOTENCY_KEY_INVALID');
  return parsed.data;
}

/** The id of the order that a client has placed, or will place, under a key. */
export function orderIdUnder(client: string, key: string): string {
  return v5(`${client}\0${key}`, NAMESPACE);
}

function unquoted(text: string): string | undefined {
  if (!text.startsWith('"')) return text;
  return QUOTED.exec(text)?.[1]?.replaceAll(/\\(["\\])/g, '$1');
}
