import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** What the holder of a key may do: a client sees and places its own orders, a reader sees all, an operator decides besides. */
export const ROLES = ['client', 'operator', 'reader'] as const;
export type Role = (typeof ROLES)[number];

/** A key in the configuration, which has only its hash. */
export interface ApiKey {
  /** The holder. A holder may have several keys, while one replaces another. */
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the key, in lower-case hex. */
  readonly sha256: string;
}

/** The client of every request while the API runs without keys; no key may have this name. */
export const ANYONE = 'anyone';

const ENTRY = /^(?<name>[\w.-]{1,64}):(?<role>client|operator|reader):(?<sha256>[0-9a-fA-F]{64})$/;

/** Reads `name:role:sha256,…`. An error names a bad entry by its number only, as the entry may contain a key. */
export const apiKeys = z
  .string()
  .default('')
  .transform((text, context): readonly ApiKey[] => {
    const keys: ApiKey[] = [];
    for (const [index, entry] of text.trim() === '' ? [] : text.split(',').entries()) {
      const { name = '', role = '', sha256 = '' } = ENTRY.exec(entry.trim())?.groups ?? {};
      const key = { name, role: role as Role, sha256: sha256.toLowerCase() };
      const why = faultOf(key, keys);
      if (why === undefined) keys.push(key);
      else context.addIssue(`entry ${index + 1} ${why}`);
    }
    return keys;
  });

function faultOf({ name, role, sha256 }: ApiKey, before: readonly ApiKey[]): string | undefined {
  if (name === '') return `is not name:role:sha256, with ${ROLES.join(', ')} for the role`;
  if (name === ANYONE) return 'has a name that is nobody’s';
  if (before.some((other) => other.sha256 === sha256)) return 'has the key of an earlier one';
  if (before.some((other) => other.name === name && other.role !== role)) return 'has the name of an earlier one, and another role';
  return undefined;
}

const BYTES = 32;

/** A new API key: 256 random bits, in characters that a header can hold. */
export function newApiKey(): string {
  return randomBytes(BYTES).toString('base64url');
}

/**
 * The SHA-256 of a key, which is stored instead of the key. A slow hash, as for passwords, would protect nothing more: 256 random bits
 * cannot be guessed.
 */
export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
