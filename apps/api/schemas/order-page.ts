import { z } from 'zod';
import { cursor } from './cursor';
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

/** Which page of a list a client asks for. */
export const pageQuery = z.object({
  offset: integer('How many orders to pass over.', 0, MAX_OFFSET, 0),
  limit: integer('How many orders to answer at most.', 1, MAX_LIMIT, MAX_LIMIT),
});

/** Which of a user's orders a client asks for. */
export const ordersQuery = pageQuery.extend({
  cursor: cursor.optional().meta({ description: 'Goes on after an earlier page: its `next_cursor`. An `offset` counts from there.' }),
  total: z
    .enum(['true', 'false'], 'must be true or false, given once')
    .default('true')
    .transform((text) => text === 'true')
    .meta({ description: 'Whether to count how many there are in all, which takes longer the more there are.' }),
});

/** Some of a user's orders, newest first. */
export const orderPage = z
  .strictObject({
    offset: z.int32().min(0).meta({ description: 'How many orders were passed over, from the newest or from the cursor on.' }),
    limit: z.int32().min(1),
    total: z.int32().min(0).optional().meta({ description: 'How many orders the user has in all, now. There unless `total=false` was asked for.' }),
    orders: z.array(order),
    next_cursor: z.string().optional().meta({ description: 'The `cursor` of the next page. Not there on the last one.' }),
  })
  .meta({ id: 'OrderPage' });
