import type { Order, Outcome } from '../../domain/order';
import { userCheck } from '../../workflows/check-user';
import { runOrder } from '../../workflows/process-order';
import { fraudCheck } from './fraud-check';

/** The order workflow with one more check than the product has. */
export function processOrder(order: Order): Promise<Outcome> {
  return runOrder(order, [userCheck, fraudCheck]);
}
