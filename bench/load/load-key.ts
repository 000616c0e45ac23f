import { hashOfKey, newApiKey } from '../../config/api-keys';

const key = newApiKey();

/** How the load says who it is, as a client does; an API that asks for no key takes no notice. */
export const AUTHORIZATION = `Bearer ${key}`;

/** With these an API lets nobody but the load in, and counts its requests, of which it may send any number that it can. */
export const LOAD_SETTINGS = { API_KEYS: `load:client:${hashOfKey(key).toString('hex')}`, REQUESTS_PER_SECOND: '1000000' };
