import type { Role } from '../../../config/api-keys';
import type { Route } from '../http/route';

/** The roles that may use a route; or nobody needs a key for it. */
export type Access = readonly Role[] | 'open';

const ALL: readonly Role[] = ['client', 'operator', 'reader'];
const WATCHING: readonly Role[] = ['operator', 'reader'];

/** WHO MAY DO WHAT, where there are keys. A client besides sees no orders but its own: `visible-order.ts`. */
const ACCESS: Readonly<Record<string, Access>> = {
  'post /api/orders': ['client'],
  'get /api/orders/:user_id': ALL,
  'get /api/order/:id': ALL,
  'get /api/order/:id/events': ALL,
  'post /api/order/:id/cancel': ['client', 'operator'],
  'post /api/order/:id/decision': ['operator'],
  'get /api/users/:user_id/limit': WATCHING,
  'put /api/users/:user_id/limit': ['operator'],
  'get /api/users/:user_id/exposure': WATCHING,
  'get /api/holds': WATCHING,
  'get /api/methods': ALL,
  'delete /api/orders/user/test': ['operator'],
  'get /metrics': WATCHING,
  'get /health': 'open',
  'get /readiness': 'open',
  'get /openapi.json': 'open',
  'get /swagger/index.html': 'open',
};

/** Who may use a route. Throws for one about which nothing is said. */
export function accessTo({ method, path }: Pick<Route, 'method' | 'path'>): Access {
  const access = ACCESS[`${method} ${path}`];
  if (access === undefined) throw new Error(`nobody has said who may ${method} ${path}`);
  return access;
}
