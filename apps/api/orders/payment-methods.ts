import { z } from 'zod';
import { PAYMENT_METHODS } from '../../../domain/payment-methods';
import { json } from '../http/operation';
import { ok, STATUS } from '../http/replies';
import { defineRoute } from '../http/route';
import { methodName } from './order-schema';

/** One way to pay in one number of installments. */
export const paymentMethod = z
  .strictObject({ id: z.int32().min(1), method: methodName, installments: z.int32().min(1) })
  .meta({ id: 'PaymentMethod' });

/** Answers all methods of payment with all their numbers of installments. */
export const listMethods = defineRoute({
  method: 'get',
  path: '/api/methods',
  access: ['client', 'operator', 'reader'],
  operation: {
    tag: 'Orders',
    operationId: 'listMethods',
    summary: 'List the payment methods',
    answers: { [STATUS.ok]: json('All payment methods with their numbers of installments.', z.array(paymentMethod)) },
  },
  handle: () => () => ok(PAYMENT_METHODS),
});
