import { z } from 'zod';
import { methodName } from './order';

/** One way to pay in one number of installments. */
export const paymentMethod = z
  .strictObject({ id: z.int32().min(1), method: methodName, installments: z.int32().min(1) })
  .meta({ id: 'PaymentMethod' });
