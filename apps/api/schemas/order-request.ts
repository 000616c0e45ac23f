import { z } from 'zod';
import { parseMoney, toCents } from '../../../domain/money';
import { AMOUNT_OVER_ZERO } from './amount';
import { OFFERED } from './offered';
import { userId } from './user-id';

const DECIMAL = 'must be a decimal amount over 0, like 1000.00, with at most 15 digits and 2 decimals';
const INTEGER = 'must be an integer';

/** Text, also where the client wrote a JSON number: the body's readers keep a number as it was written. */
const text = (message: string) => z.string({ error: ({ input }) => (input === undefined ? 'is missing' : message) });

const value = text(DECIMAL)
  .transform((written, context) => {
    const money = parseMoney(written);
    if (money !== undefined && toCents(money) > 0n) return money;
    context.addIssue(DECIMAL);
    return z.NEVER;
  })
  .meta({
    description: 'More than 0. Decimal text; in JSON also a number, without an exponent.',
    override: { ...AMOUNT_OVER_ZERO, examples: ['1000.00'] },
  });

const installment = text(INTEGER)
  .regex(/^-?[0-9]{1,9}$/, INTEGER)
  .transform(Number)
  .meta({
    description: 'In how many parts it is paid; what a method offers tells `GET /api/methods`.',
    override: { type: ['integer', 'string'], examples: [1] },
  });

const method = text('must be text')
  .min(1, 'is missing')
  .meta({ description: 'One of the methods of `GET /api/methods`.', examples: ['credit_card'] });

/** What a client sends to order. */
export const orderRequest = z
  .object({ value, user_id: userId, installment, method })
  .meta({ id: 'OrderRequest', override: { anyOf: OFFERED } });

/** The fields whose JSON numbers are read from their text. */
export const NUMERIC_FIELDS = ['value', 'installment'] as const;
