import { z } from 'zod';
import { PAYMENT_METHODS } from '../../../domain/payment-methods';
import { REJECTION_REASONS, type OrderState, type RejectionReason } from '../../../domain/order';

const reasons = Object.keys(REJECTION_REASONS) as RejectionReason[];

/** The id of an order. */
export const orderId = z.uuid().meta({ description: 'The id of an order.', examples: ['0199d0c4-5b1e-7c3a-8f00-2f6f3f9d1c11'] });

/** A path that names an order, for the operation of a route. What is not a UUID names no order. */
export const ORDER_PATH = { path: z.object({ id: orderId.toLowerCase() }), pathProblem: 'ORDER_NOT_FOUND' } as const;

/** The name of a method of payment. */
export const methodName = z.enum(PAYMENT_METHODS.map(({ method }) => method));

const facts = {
  id: orderId,
  value: z.string().meta({ description: 'Decimal text without trailing zeros.', examples: ['1000'] }),
  user_id: z.string(),
  installment: z.int32().min(1),
};

/** An order as it is accepted. */
export const acceptedOrder = z
  .strictObject({ ...facts, status: z.literal('PROCESSING'), method: methodName })
  .meta({ id: 'AcceptedOrder' });

/** An order with its status today. */
export const order = z
  .strictObject({
    ...facts,
    status: z.enum(['PROCESSING', 'APPROVED', 'CANCELED']).meta({ description: '`PROCESSING` at first. `APPROVED` and `CANCELED` are final.' }),
    method: methodName,
    reason: z
      .enum(reasons)
      .optional()
      .meta({
        description: `Why the order was canceled. Only present on canceled orders.\n\n${reasons
          .map((reason) => `- \`${reason}\`: ${REJECTION_REASONS[reason]}`)
          .join('\n')}`,
      }),
  })
  .meta({ id: 'Order' });

/** The order as clients see it. */
export function orderBody(state: OrderState): z.output<typeof order> {
  const { id, value, userId: user_id, installment, status, method } = state;
  const reason = state.status === 'CANCELED' ? { reason: state.reason } : {};
  return { id, value, user_id, installment, status, method, ...reason };
}
