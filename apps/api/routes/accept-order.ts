import { ANYONE } from '../../../config/api-keys';
import { findPaymentMethod } from '../../../domain/methods';
import { isSameRequest, type Order, type Outcome } from '../../../domain/order';
import { callerOf } from '../access/caller';
import { accept, type Accepted } from '../acceptance/accept';
import { acceptedBefore } from '../acceptance/accepted-before';
import { idempotencyKeyOf, orderIdUnder } from '../acceptance/idempotency-key';
import { outcomeInTime } from '../acceptance/outcome-in-time';
import { waitUntil } from '../acceptance/prefer';
import { readBody } from '../http/read-body';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problem';
import { accepted, afterWait, created, type Reply } from '../http/replies';
import type { Route } from '../http/route';
import { orderBody } from '../schemas/order';
import { NUMERIC_FIELDS, orderRequest } from '../schemas/order-request';
import { parse } from '../schemas/parse';

/**
 * Accepts an order. With a key the same request is answered as the first time, and another one is refused. A client that prefers to
 * wait is told how the order has ended when that is known in time, also when it repeats a request.
 */
export function acceptOrder(deps: ApiDeps): Route['handle'] {
  return async (request, response) => {
    const { name: client } = callerOf(response);
    const until = waitUntil(request);
    const key = idempotencyKeyOf(request);
    const fields = parse(orderRequest, await readBody(request, response, NUMERIC_FIELDS));
    const option = findPaymentMethod(fields.method, fields.installment);
    if (!option) throw new Problem('PAYMENT_METHOD_INVALID');
    const order: Order = {
      id: key === undefined ? deps.newId() : orderIdUnder(client ?? ANYONE, key),
      value: fields.value,
      userId: fields.user_id,
      installment: option.installments,
      method: option.method,
      acceptedAt: deps.clock().toISOString(),
      ...(client !== undefined && { client }),
    };
    const before = key === undefined ? undefined : await acceptedBefore(deps, order);
    const standing = before ?? (await deps.gate.pass(() => accept(deps, order)));
    if (!isSameRequest(standing.order, order)) throw new Problem('IDEMPOTENCY_KEY_REUSED');
    if (until === undefined || standing.by === 'spool') return replyTo(standing);
    return replyTo(standing, await outcomeInTime(deps, order.id, { until, response }));
  };
}

/** What is told of an outcome is told besides; an order is answered as it was accepted otherwise. */
function replyTo({ order, by, isRepeat }: Accepted, outcome?: Outcome): Reply {
  const state = { ...order, ...(outcome ?? { status: 'PROCESSING' as const }) };
  const reply = { workflow: created, spool: accepted }[by](`/api/order/${order.id}`, orderBody(state), isRepeat);
  return outcome ? afterWait(reply) : reply;
}
