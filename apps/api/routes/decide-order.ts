import { Unavailable } from '../../../activities/ports';
import type { Decision } from '../../../domain/holds';
import type { OrderState, OrderStatus } from '../../../domain/order';
import { callerOf } from '../access/caller';
import { readBody } from '../http/read-body';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problem';
import { ok, type Reply } from '../http/replies';
import type { Route } from '../http/route';
import { lookUp } from '../reads/look-up';
import { decision as decisionBody, decisionOfKeyHolder } from '../schemas/decision';
import { orderBody } from '../schemas/order';
import { parse } from '../schemas/parse';
import { alreadyFinal } from './already-final';
import { orderIdOf } from './order-id-of';

/** How an order ends that is decided so. A `retry` leaves that to the answer. */
const WANTED: Readonly<Record<Decision['decision'], OrderStatus | undefined>> = {
  approve: 'APPROVED',
  reject: 'CANCELED',
  retry: undefined,
};

/** Takes an operator's decision about a held order, and answers the order as it stands then. Repeating it converges. */
export function decideOrder(deps: ApiDeps): Route['handle'] {
  return async (request, response) => {
    const id = orderIdOf(request);
    const { name } = callerOf(response);
    const fields = await readBody(request, response, []);
    // Whose key it is counts, whatever name the body has.
    const decision: Decision = name === undefined ? parse(decisionBody, fields) : { ...parse(decisionOfKeyHolder, fields), by: name };
    const answer = await deps.workflows.decide(id, decision);
    if (answer === 'not-held') throw new Problem('ORDER_NOT_HELD');
    const order = await lookUp(deps, id);
    if (!order) throw new Problem('ORDER_NOT_FOUND');
    if (typeof answer === 'object') return replyTo(decision, { ...order, ...answer.outcome });
    if (answer === 'still-held') return ok(orderBody({ ...order, status: 'PROCESSING' }));
    // There is no workflow to decide it (yet): only an end that was read is final.
    if (order.status === 'PROCESSING') throw new Unavailable('temporal');
    return replyTo(decision, order);
  };
}

function replyTo({ decision }: Decision, order: OrderState): Reply {
  const wanted = WANTED[decision];
  if (wanted === undefined || wanted === order.status) return ok(orderBody(order));
  throw alreadyFinal(order);
}
