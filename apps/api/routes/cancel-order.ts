import { Unavailable } from '../../../activities/ports';
import type { RejectionReason } from '../../../domain/order';
import { callerOf } from '../access/caller';
import { requireVisible, visibleOrder } from '../access/visible-order';
import type { ApiDeps } from '../deps';
import { ok } from '../http/replies';
import type { Route } from '../http/route';
import { attempt } from '../reads/attempt';
import { orderBody } from '../schemas/order';
import { alreadyFinal } from './already-final';
import { orderIdOf } from './order-id-of';

/**
 * Takes an order back, for its client or in the name of an operator, and answers it once its cancellation stands. Repeating it
 * converges, whatever the first answer was.
 */
export function cancelOrder(deps: ApiDeps): Route['handle'] {
  return async (request, response) => {
    const id = orderIdOf(request);
    const { role, name } = callerOf(response);
    const operator = role === 'operator' ? name : undefined;
    const wanted: RejectionReason = operator === undefined ? 'CANCELED_BY_CLIENT' : 'CANCELED_BY_OPERATOR';
    await requireVisible(deps, response, id);
    const answer = await attempt(deps.workflows.cancelOrder(id, operator));
    const order = await visibleOrder(deps, response, id);
    const standing = typeof answer === 'string' || answer instanceof Unavailable ? order : { ...order, ...answer };
    // Nobody has taken it (yet): only an end that was read is final.
    if (standing.status === 'PROCESSING') throw answer instanceof Unavailable ? answer : new Unavailable('temporal');
    if (standing.status === 'CANCELED' && standing.reason === wanted) return ok(orderBody(standing));
    throw alreadyFinal(standing);
  };
}
