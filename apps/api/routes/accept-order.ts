import { findPaymentMethod } from '../../../domain/methods';
import type { Order } from '../../../domain/order';
import { readFields } from '../body/read-fields';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problem';
import { created } from '../http/replies';
import type { Route } from '../http/route';
import { orderBody } from '../schemas/order';
import { NUMERIC_FIELDS, orderRequest } from '../schemas/order-request';
import { parse } from '../schemas/parse';

/** Accepts an order. Once its workflow is started it is accepted, whatever happens to its row: settling writes that again. */
export function acceptOrder({ orders, workflows, clock, newId, logger, metrics }: ApiDeps): Route['handle'] {
  return async (request, response) => {
    const fields = parse(orderRequest, await readFields(request, response, NUMERIC_FIELDS));
    const option = findPaymentMethod(fields.method, fields.installment);
    if (!option) throw new Problem('PAYMENT_METHOD_INVALID');
    const order: Order = {
      id: newId(),
      value: fields.value,
      userId: fields.user_id,
      installment: option.installments,
      method: option.method,
      acceptedAt: clock().toISOString(),
    };
    await workflows.start(order);
    metrics.ordersAccepted.inc();
    await orders.accept(order).catch((error: unknown) => logger.warn('order accepted without its row', { orderId: order.id, error }));
    return created(`/api/order/${order.id}`, orderBody({ ...order, status: 'PROCESSING' }));
  };
}
