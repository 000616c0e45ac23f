import { timingSafeEqual } from 'node:crypto';
import type { Response } from 'express';
import { type ApiKey, hashOfKey, type Role } from '../../../config/api-keys';
import type { Config } from '../../../config/config';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** RFC 6750. The name of a scheme means the same in upper and lower case. */
const BEARER = /^bearer +([\w.~+/-]+=*) *$/i;

/** Who sends a request: the holder of a key, or anyone, without a name, where the API runs without keys. */
type Caller = { readonly role: Role; readonly name: string } | { readonly role: 'anyone'; readonly name?: undefined };

/**
 * The keys that the API accepts. An empty list means that anyone may do anything. Throws when there are no keys and other machines can
 * reach the API, unless `API_OPEN` allows that.
 */
export function keysOf({ API_KEYS, API_OPEN, HOST }: Pick<Config, 'API_KEYS' | 'API_OPEN' | 'HOST'>): readonly ApiKey[] {
  if (API_KEYS.length > 0 || API_OPEN !== undefined || LOOPBACK.test(HOST)) return API_KEYS;
  throw new Error('HOST is not this machine alone, and there are no API_KEYS: set some, or API_OPEN=anyone-may-do-anything');
}

/**
 * Finds the holder of the key in an `Authorization` header; `undefined` when it has no known key. The time that it takes says nothing
 * about the key: the hash is compared with every known one, each in constant time.
 */
export function keyHolderAmong(keys: readonly ApiKey[]): (authorization: string | undefined) => Caller | undefined {
  const known = keys.map(({ name, role, sha256 }) => ({ caller: { name, role }, hash: Buffer.from(sha256, 'hex') }));
  return (authorization = '') => {
    const key = BEARER.exec(authorization)?.[1];
    if (key === undefined) return undefined;
    const hash = hashOfKey(key);
    const [holder] = known.filter((one) => timingSafeEqual(one.hash, hash));
    return holder?.caller;
  };
}

/** Stores the caller of the request that this is the response to. */
export function setCaller({ locals }: Response, caller: Caller): void {
  locals['caller'] = caller;
}

/** The caller of the request that this is the response to. Throws on public routes, which have no caller. */
export function callerOf({ locals }: Response): Caller {
  const caller = locals['caller'] as Caller | undefined;
  if (caller === undefined) throw new Error('this route has no authenticated caller');
  return caller;
}

/** The client that may see no orders but its own; `undefined` when the caller may see all. */
export function onlyClient(response: Response): string | undefined {
  const { role, name } = callerOf(response);
  return role === 'client' ? name : undefined;
}
