import { z } from 'zod';
import { order } from './order';

const MAX_OFFSET = 2 ** 31 - 1;
const MAX_LIMIT = 100;

/** A query parameter that is a plain integer within bounds. */
function integer(name: string, minimum: number, maximum: number, otherwise: number) {
  const message = `must be an integer from ${minimum} to ${maximum}, given once`;
  return z
    .string(message)
    .regex(/^\d{1,10}$/, message)
    .transform(Number)
    .pipe(z.int().min(minimum, message).max(maximum, message))
    .default(otherwise)
    .meta({ description: name, override: { type: 'integer', minimum, maximum, default: otherwise } });
}

/** Which of a user's orders a client asks for. */
export const pageQuery = z.object({
  offset: integer('How many orders to pass over.', 0, MAX_OFFSET, 0),
  limit: integer('How many orders to answer at most.', 1, MAX_LIMIT, MAX_LIMIT),
});

/** Some of a user's orders, newest first. */
export const orderPage = z
  .strictObject({
    offset: z.int32().min(0),
    limit: z.int32().min(1),
    total: z.int32().min(0).meta({ description: 'How many orders the user has in all.' }),
    orders: z.array(order),
  })
  .meta({ id: 'OrderPage' });
