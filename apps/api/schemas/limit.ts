import { z } from 'zod';
import type { UserLimits } from '../../../domain/limits';
import { parseMoney } from '../../../domain/money';
import { AMOUNT } from './amount';

const WRONG = 'must be a decimal amount, like 1000.00, with at most 15 digits and 2 decimals, or null';

const OF_ONE_ORDER = 'The largest value of one order; `null`: the limit that everybody has.';
const OF_ALL_ORDERS = 'How much the user’s orders may be worth together; `null`: there is no such cap.';

/** Decimal text (the body's readers keep a JSON number as it was written), or `null` for none; zero allows no order at all. */
function amountOrNull(description: string) {
  return z
    .string({ error: ({ input }) => (input === undefined ? 'is missing' : WRONG) })
    .transform((written, context) => {
      const money = parseMoney(written);
      if (money === undefined) context.addIssue(WRONG);
      return money ?? z.NEVER;
    })
    .meta({ description: 'Decimal text; in JSON also a number, without an exponent.', override: { ...AMOUNT, examples: ['5000.00'] } })
    .nullable()
    .meta({ description });
}

/** What an operator asks for: both limits, since both are replaced. */
export const limitRequest = z
  .object({ per_order_limit: amountOrNull(OF_ONE_ORDER), exposure_cap: amountOrNull(OF_ALL_ORDERS) })
  .meta({ id: 'LimitRequest' });

/** What of that a form can ask for, which has no `null`. For the document alone. */
export const limitForm = z
  .object({ per_order_limit: amountOrNull(OF_ONE_ORDER).unwrap(), exposure_cap: amountOrNull(OF_ALL_ORDERS).unwrap() })
  .meta({ id: 'LimitForm' });

/** The fields whose JSON numbers are read from their text. */
export const LIMIT_FIELDS = ['per_order_limit', 'exposure_cap'] as const;

const amount = (description: string) => z.string().nullable().meta({ description, examples: ['5000'] });

/** A user's own limits. */
export const limit = z
  .strictObject({ per_order_limit: amount(OF_ONE_ORDER), exposure_cap: amount(OF_ALL_ORDERS) })
  .meta({ id: 'Limit' });

/** The limits as operators see them. */
export function limitBody({ perOrderLimit, exposureCap }: UserLimits): z.output<typeof limit> {
  return { per_order_limit: perOrderLimit, exposure_cap: exposureCap };
}
