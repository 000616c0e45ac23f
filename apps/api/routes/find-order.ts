import type { ApiDeps } from '../deps';
import { Problem } from '../http/problem';
import { ok } from '../http/replies';
import type { Route } from '../http/route';
import { lookUp } from '../reads/look-up';
import { orderBody } from '../schemas/order';
import { orderIdOf } from './order-id-of';

/** Answers one order with its status today. */
export function findOrder(deps: ApiDeps): Route['handle'] {
  return async (request) => {
    const state = await lookUp(deps, orderIdOf(request));
    if (!state) throw new Problem('ORDER_NOT_FOUND');
    return ok(orderBody(state));
  };
}
