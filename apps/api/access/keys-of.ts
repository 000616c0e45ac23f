import type { ApiKey } from '../../../config/api-keys';
import type { Config } from '../../../config/config';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/**
 * The keys that let requests in; none where anyone may do anything. Throws when that would be so beyond this machine, and nobody has said
 * in words that it shall be.
 */
export function keysOf({ API_KEYS, API_OPEN, HOST }: Pick<Config, 'API_KEYS' | 'API_OPEN' | 'HOST'>): readonly ApiKey[] {
  if (API_KEYS.length > 0 || API_OPEN !== undefined || LOOPBACK.test(HOST)) return API_KEYS;
  throw new Error('HOST is not this machine alone, and there are no API_KEYS: set some, or API_OPEN=anyone-may-do-anything');
}
