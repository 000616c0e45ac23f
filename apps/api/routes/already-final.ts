import type { OrderState } from '../../../domain/order';
import { Problem } from '../http/problem';

/** What is said of an order that has ended, and not as the client wants it: how. */
export function alreadyFinal(order: OrderState): Problem {
  const why = order.status === 'CANCELED' ? ` (${order.reason})` : '';
  return new Problem('ORDER_ALREADY_FINAL', { detail: `The order is ${order.status}${why} already.` });
}
