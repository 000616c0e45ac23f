import { findPaymentMethod } from '../../../domain/methods';
import { isSameRequest, type Order } from '../../../domain/order';
import { accept, type Accepted } from '../acceptance/accept';
import { acceptedBefore } from '../acceptance/accepted-before';
import { idempotencyKeyOf, orderIdUnder } from '../acceptance/idempotency-key';
import { readFields } from '../body/read-fields';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problem';
import { accepted, created, type Reply } from '../http/replies';
import type { Route } from '../http/route';
import { orderBody } from '../schemas/order';
import { NUMERIC_FIELDS, orderRequest } from '../schemas/order-request';
import { parse } from '../schemas/parse';

/** Nobody has to say who they are, so far: all clients share their keys. */
const ANYONE = 'anyone';

/** Accepts an order. With a key the same request is answered as the first time, and another one is refused. */
export function acceptOrder(deps: ApiDeps): Route['handle'] {
  return async (request, response) => {
    const key = idempotencyKeyOf(request);
    const fields = parse(orderRequest, await readFields(request, response, NUMERIC_FIELDS));
    const option = findPaymentMethod(fields.method, fields.installment);
    if (!option) throw new Problem('PAYMENT_METHOD_INVALID');
    const order: Order = {
      id: key === undefined ? deps.newId() : orderIdUnder(ANYONE, key),
      value: fields.value,
      userId: fields.user_id,
      installment: option.installments,
      method: option.method,
      acceptedAt: deps.clock().toISOString(),
    };
    const before = key === undefined ? undefined : await acceptedBefore(deps, order.id);
    const standing = before ?? (await accept(deps, order));
    if (!isSameRequest(standing.order, order)) throw new Problem('IDEMPOTENCY_KEY_REUSED');
    return replyTo(standing);
  };
}

function replyTo({ order, by, isRepeat }: Accepted): Reply {
  const reply = { workflow: created, spool: accepted }[by];
  return reply(`/api/order/${order.id}`, orderBody({ ...order, status: 'PROCESSING' }), isRepeat);
}
