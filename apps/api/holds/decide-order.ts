import { z } from 'zod';
import { Unavailable } from '../../../ports/unavailable';
import { DECISIONS, type Decision } from '../../../domain/holds';
import type { OrderState, OrderStatus } from '../../../domain/order';
import { callerOf } from '../auth/api-keys';
import { json } from '../http/operation';
import { Problem } from '../http/problem';
import { ok, STATUS, type Reply } from '../http/replies';
import { defineRoute } from '../http/route';
import { printable } from '../http/schema-parts';
import { alreadyFinal } from '../orders/cancel-order';
import { lookUp } from '../orders/look-up';
import { order, orderBody, ORDER_PATH } from '../orders/order-schema';

const KINDS = `must be one of ${DECISIONS.join(', ')}`;

/** What an operator decides about a held order. */
const decisionRequest = z
  .object({
    decision: z.enum(DECISIONS, { error: ({ input }) => (input === undefined ? 'is missing' : KINDS) }).meta({
      description: '`approve` and `reject` replace the missing answer. `retry` asks for the answer again at once.',
    }),
    by: printable(100)
      .min(1, 'must not be empty')
      .meta({ description: 'The name of the person who decides. It is recorded with the decision. With an API key the name of the key is recorded instead, and this field may be left out.', examples: ['ada'] }),
    note: printable(500).default('').meta({ description: 'The reason for the decision. It is recorded with the decision.', examples: ['called the customer'] }),
  })
  .meta({ id: 'Decision' });

/** How an order ends after a decision. After a `retry` the answer of the check decides that. */
const WANTED: Readonly<Record<Decision['decision'], OrderStatus | undefined>> = {
  approve: 'APPROVED',
  reject: 'CANCELED',
  retry: undefined,
};

/** Takes an operator's decision about a held order, and answers the order as it is then. A repeated request has the same result. */
export const decideOrder = defineRoute({
  method: 'post',
  path: '/api/order/:id/decision',
  access: ['operator'],
  operation: {
    tag: 'Holds',
    operationId: 'decideOrder',
    summary: 'Decide a held order',
    description: 'Safe to repeat. After `approve` the order can still be canceled for another reason, for example when its value is over the limit.',
    ...ORDER_PATH,
    body: { schema: decisionRequest },
    answers: { [STATUS.ok]: json('The order with its current status. After a `retry` it may be held again.', order) },
    problems: ['ORDER_NOT_HELD', 'ORDER_ALREADY_FINAL', 'UNAVAILABLE'],
  },
  handle: (deps) => async ({ path: { id }, body, response }) => {
    const { name } = callerOf(response);
    // With an API key the name of its holder counts, whatever name the body has.
    const decision: Decision = await body(name === undefined ? {} : { by: name });
    const answer = await deps.workflows.decide(id, decision);
    if (answer === 'not-held') throw new Problem('ORDER_NOT_HELD');
    const found = await lookUp(deps, id);
    if (!found) throw new Problem('ORDER_NOT_FOUND');
    if (typeof answer === 'object') return replyTo(decision, { ...found, ...answer.outcome });
    if (answer === 'still-held') return ok(orderBody({ ...found, status: 'PROCESSING' }));
    // No workflow has taken the decision, and no end of the order was read. Only a later request can tell how it ends.
    if (found.status === 'PROCESSING') throw new Unavailable('temporal');
    return replyTo(decision, found);
  },
});

function replyTo({ decision }: Decision, state: OrderState): Reply {
  const wanted = WANTED[decision];
  if (wanted === undefined || wanted === state.status) return ok(orderBody(state));
  throw alreadyFinal(state);
}
