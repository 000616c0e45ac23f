import { timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../../../config/api-keys';
import { hashOfKey } from '../../api-key';
import type { Caller } from './caller';

/** RFC 6750; the name of a scheme is the same in any case. */
const BEARER = /^bearer +([\w.~+/-]+=*) *$/i;

/**
 * Finds whose key an `Authorization` header holds; `undefined` when it holds none that is known. It takes as long whichever key is
 * meant: hashes are compared, in constant time, and each with all.
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
