import { Unavailable } from '../../../activities/ports';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problem';
import { ok } from '../http/replies';
import type { Route } from '../http/route';
import { attempt } from '../reads/attempt';
import { lookUp } from '../reads/look-up';
import { orderBody } from '../schemas/order';
import { alreadyFinal } from './already-final';
import { orderIdOf } from './order-id-of';

/** Takes an order back, and answers it once its cancellation stands. Repeating it converges, whatever the first answer was. */
export function cancelOrder(deps: ApiDeps): Route['handle'] {
  return async (request) => {
    const id = orderIdOf(request);
    const answer = await attempt(deps.workflows.cancelOrder(id));
    const order = await lookUp(deps, id);
    if (!order) throw new Problem('ORDER_NOT_FOUND');
    const standing = typeof answer === 'string' || answer instanceof Unavailable ? order : { ...order, ...answer };
    // Nobody has taken it (yet): only an end that was read is final.
    if (standing.status === 'PROCESSING') throw answer instanceof Unavailable ? answer : new Unavailable('temporal');
    if (standing.status === 'CANCELED' && standing.reason === 'CANCELED_BY_CLIENT') return ok(orderBody(standing));
    throw alreadyFinal(standing);
  };
}
