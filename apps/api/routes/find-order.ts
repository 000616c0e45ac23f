import type { ApiDeps } from '../deps';
import { visibleOrder } from '../access/visible-order';
import { ok } from '../http/replies';
import type { Route } from '../http/route';
import { orderBody } from '../schemas/order';
import { orderIdOf } from './order-id-of';

/** Answers one order with its status today. */
export function findOrder(deps: ApiDeps): Route['handle'] {
  return async (request, response) => ok(orderBody(await visibleOrder(deps, response, orderIdOf(request))));
}
