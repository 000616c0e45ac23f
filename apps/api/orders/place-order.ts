import { z } from 'zod';
import { ANYONE } from '../../../config/api-keys';
import { findPaymentMethod } from '../../../domain/payment-methods';
import { isSameRequest, type Order, type Outcome } from '../../../domain/order';
import { callerOf } from '../auth/api-keys';
import { json } from '../http/operation';
import { Problem } from '../http/problem';
import { accepted, afterWait, created, STATUS, type Reply } from '../http/replies';
import { defineRoute } from '../http/route';
import { acceptOrder, findAcceptance, type Acceptance } from './acceptance';
import { acceptedOrder, order, orderBody } from './order-schema';
import { idempotencyKey, idempotencyKeyOf, KEY_HEADER, ORDER_REQUEST, orderIdUnder } from './order-request';
import { outcomeInTime, preference, waitUntil } from './prefer-wait';

const headers = z.object({
  Location: z.string().meta({ description: 'The path of the order.' }),
  'Idempotent-Replayed': z.literal('true').optional().meta({
    description: `Only present when the order was accepted before, under the same \`${KEY_HEADER}\`. The answer is the same as the first one, except for the status when \`Prefer: wait\` was applied.`,
  }),
});
const headersAfterWait = headers.extend({
  'Preference-Applied': z.literal('wait').meta({ description: 'Only present when the client preferred to wait and the answer has the final status of the order.' }).optional(),
});

const ofOrder = (operationId: string) => ({ operationId, parameters: { id: '$response.body#/id' } });

/** What a client can do about an order once it is accepted. */
const links = { find: ofOrder('findOrder'), events: ofOrder('listEvents'), cancel: ofOrder('cancelOrder') };

/**
 * Accepts an order. A request that is repeated under its key has the same answer as the first time, and another request under the key
 * is refused. A client that prefers to wait is answered with the end of the order when that is known in time, also when it repeats.
 */
export const placeOrder = defineRoute({
  method: 'post',
  path: '/api/orders',
  access: ['client'],
  toggle: 'postOrder',
  operation: {
    tag: 'Orders',
    operationId: 'acceptOrder',
    summary: 'Place an order',
    description: 'The order is stored durably before this answers. It is decided afterwards.',
    headers: z.object({ [KEY_HEADER]: idempotencyKey.optional(), Prefer: preference.optional() }),
    body: ORDER_REQUEST,
    answers: {
      [STATUS.created]: {
        ...json('The order is accepted. Its status is `PROCESSING`; with `Prefer: wait`, its final status if that was known in time.', order),
        headers: headersAfterWait,
        links,
      },
      [STATUS.accepted]: { ...json('The order is accepted, too. It waits in the spool, and is decided as soon as Temporal can take orders again.', acceptedOrder), headers, links },
    },
    problems: ['IDEMPOTENCY_KEY_INVALID', 'PAYMENT_METHOD_INVALID', 'IDEMPOTENCY_KEY_REUSED', 'UNAVAILABLE', 'TOO_MANY_ORDERS', 'RATE_LIMITED'],
  },
  handle: (deps) => async ({ body, request, response }) => {
    const { name: client } = callerOf(response);
    const until = waitUntil(request);
    const key = idempotencyKeyOf(request);
    const fields = await body();
    const option = findPaymentMethod(fields.method, fields.installment);
    if (!option) throw new Problem('PAYMENT_METHOD_INVALID');
    const asked: Order = {
      id: key === undefined ? deps.newId() : orderIdUnder(client ?? ANYONE, key),
      value: fields.value,
      userId: fields.user_id,
      installment: option.installments,
      method: option.method,
      acceptedAt: deps.clock().toISOString(),
      ...(client !== undefined && { client }),
    };
    const before = key === undefined ? undefined : await findAcceptance(deps, asked);
    const acceptance = before ?? (await deps.inFlightLimiter.run(() => acceptOrder(deps, asked)));
    if (!isSameRequest(acceptance.order, asked)) throw new Problem('IDEMPOTENCY_KEY_REUSED');
    if (until === undefined || acceptance.by === 'spool') return replyTo(acceptance);
    return replyTo(acceptance, await outcomeInTime(deps, asked.id, { until, response }));
  },
});

/** The order as it was accepted, or with its outcome when that is known. */
function replyTo({ order: facts, by, isRepeat }: Acceptance, outcome?: Outcome): Reply {
  const state = { ...facts, ...(outcome ?? { status: 'PROCESSING' as const }) };
  const reply = { workflow: created, spool: accepted }[by](`/api/order/${facts.id}`, orderBody(state), isRepeat);
  return outcome ? afterWait(reply) : reply;
}
