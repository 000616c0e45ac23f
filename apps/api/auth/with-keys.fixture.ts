import type { Test } from 'supertest';
import { type ApiKey, hashOfKey, newApiKey, type Role } from '../../../config/api-keys';
import { bodyAs, createTestApi, ORDER } from '../api.fixture';
import { acceptedOrder } from '../orders/order-schema';

type Method = 'get' | 'post' | 'put' | 'delete';
type Name = 'shop' | 'kiosk' | 'ada' | 'ron';

const ROLES: Readonly<Record<Name, Role>> = { shop: 'client', kiosk: 'client', ada: 'operator', ron: 'reader' };

/** An API that asks for keys, and requests with those of two clients, an operator and a reader. */
export function createApiWithKeys(options: Omit<NonNullable<Parameters<typeof createTestApi>[0]>, 'keys'> = {}) {
  const secrets = new Map<string, string>(Object.keys(ROLES).map((name) => [name, newApiKey()]));
  const keys = Object.entries(ROLES).map(([name, role]): ApiKey => ({ name, role, sha256: hashOfKey(secrets.get(name) ?? '').toString('hex') }));
  const api = createTestApi({ ...options, keys });
  const as = (name: Name, method: Method, path: string): Test => api.client[method](path).set('Authorization', `Bearer ${secrets.get(name)}`);
  const place = async (name: Name, key?: string): Promise<string> => {
    const request = as(name, 'post', '/api/orders');
    const answer = await (key === undefined ? request : request.set('Idempotency-Key', key)).send(ORDER);
    return bodyAs(acceptedOrder, answer).id;
  };
  return { ...api, keys, as, place, secretOf: (name: Name) => secrets.get(name) ?? '' };
}
