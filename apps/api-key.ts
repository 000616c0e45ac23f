import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;

/** A new API key: 256 random bits, in characters that a header can hold. */
export function newApiKey(): string {
  return randomBytes(BYTES).toString('base64url');
}

/**
 * The SHA-256 of a key, which is all that is kept of it. A slow hash, as for passwords, would protect nothing here: nobody can try out
 * 256 random bits.
 */
export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
