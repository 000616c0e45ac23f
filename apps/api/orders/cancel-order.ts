import { Unavailable } from '../../../ports/unavailable';
import type { OrderState, RejectionReason } from '../../../domain/order';
import { callerOf } from '../auth/api-keys';
import { json } from '../http/operation';
import { Problem } from '../http/problem';
import { ok, STATUS } from '../http/replies';
import { defineRoute } from '../http/route';
import { attempt, requireVisible, visibleOrder } from './look-up';
import { order, orderBody, ORDER_PATH } from './order-schema';

/**
 * Cancels an order, for its client or in the name of an operator, and answers it once its cancellation is settled. A repeated request
 * has the same result, whatever the first answer was.
 */
export const cancelOrder = defineRoute({
  method: 'post',
  path: '/api/order/:id/cancel',
  access: ['client', 'operator'],
  operation: {
    tag: 'Orders',
    operationId: 'cancelOrder',
    summary: 'Cancel an order',
    description: 'Possible until the order is decided. Safe to repeat; repeat it when no answer came. A body is ignored.',
    ...ORDER_PATH,
    answers: {
      [STATUS.ok]: json('The canceled order. The reason is `CANCELED_BY_CLIENT`, or `CANCELED_BY_OPERATOR` for a request with the key of an operator.', order),
    },
    problems: ['ORDER_ALREADY_FINAL', 'UNAVAILABLE'],
  },
  handle: (deps) => async ({ path: { id }, response }) => {
    const { role, name } = callerOf(response);
    const operator = role === 'operator' ? name : undefined;
    const wanted: RejectionReason = operator === undefined ? 'CANCELED_BY_CLIENT' : 'CANCELED_BY_OPERATOR';
    await requireVisible(deps, response, id);
    const answer = await attempt(deps.workflows.cancelOrder(id, operator));
    const found = await visibleOrder(deps, response, id);
    const current = typeof answer === 'string' || answer instanceof Unavailable ? found : { ...found, ...answer };
    // The workflow has not taken the request, and no end of the order was read. Only a later request can tell how it ends.
    if (current.status === 'PROCESSING') throw answer instanceof Unavailable ? answer : new Unavailable('temporal');
    if (current.status === 'CANCELED' && current.reason === wanted) return ok(orderBody(current));
    throw alreadyFinal(current);
  },
});

/** The problem of an order that has ended in another way than the client wants; it says how the order ended. */
export function alreadyFinal(state: OrderState): Problem {
  const why = state.status === 'CANCELED' ? ` (${state.reason})` : '';
  return new Problem('ORDER_ALREADY_FINAL', { detail: `The order is ${state.status}${why} already.` });
}
