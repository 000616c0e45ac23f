import { z } from 'zod';
import type { UserLimits } from '../../../domain/limits';
import { parseMoney } from '../../../domain/money';
import { callerOf } from '../auth/api-keys';
import { json } from '../http/operation';
import { ok, STATUS } from '../http/replies';
import { requestIdOf } from '../http/request';
import { defineRoute } from '../http/route';
import { AMOUNT, userPath } from '../http/schema-parts';

const WRONG = 'must be a decimal amount, like 1000.00, with at most 15 digits and 2 decimals, or null';

const OF_ONE_ORDER = 'The largest value of one order; `null`: the limit that everybody has.';
const OF_ALL_ORDERS = 'How much the user’s orders may be worth together; `null`: there is no such cap.';

/** Decimal text (the body's reader keeps a JSON number as it was written), or `null` for none; zero allows no order at all. */
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

/** What an operator asks for: both limits, because both are replaced. */
const limitRequest = z
  .object({ per_order_limit: amountOrNull(OF_ONE_ORDER), exposure_cap: amountOrNull(OF_ALL_ORDERS) })
  .meta({ id: 'LimitRequest' });

/** What of that a form can ask for: it has no `null`. For the document only. */
const limitForm = z
  .object({ per_order_limit: amountOrNull(OF_ONE_ORDER).unwrap(), exposure_cap: amountOrNull(OF_ALL_ORDERS).unwrap() })
  .meta({ id: 'LimitForm' });

const amount = (description: string) => z.string().nullable().meta({ description, examples: ['5000'] });

/** A user's own limits. */
export const limit = z
  .strictObject({ per_order_limit: amount(OF_ONE_ORDER), exposure_cap: amount(OF_ALL_ORDERS) })
  .meta({ id: 'Limit' });

function limitBody({ perOrderLimit, exposureCap }: UserLimits): z.output<typeof limit> {
  return { per_order_limit: perOrderLimit, exposure_cap: exposureCap };
}

/** Answers a user's own limits. A user nobody has heard of has none. */
export const limitOfUser = defineRoute({
  method: 'get',
  path: '/api/users/:user_id/limit',
  access: ['operator', 'reader'],
  operation: {
    tag: 'Limits',
    operationId: 'limitOfUser',
    summary: 'Look at the limits a user has of their own',
    path: userPath,
    answers: { [STATUS.ok]: json('The limits.', limit) },
    problems: ['UNAVAILABLE'],
  },
  handle: ({ limits }) => async ({ path }) => ok(limitBody(await limits.limitOf(path.user_id))),
});

/** Gives a user limits of their own, in place of those they had, and answers them. The log says who did it. */
export const setLimitOfUser = defineRoute({
  method: 'put',
  path: '/api/users/:user_id/limit',
  access: ['operator'],
  operation: {
    tag: 'Limits',
    operationId: 'setLimitOfUser',
    summary: 'Replace the limits a user has of their own',
    description: 'Both are replaced. They apply to the orders that come afterwards; what the user has reserved by then counts towards the cap.',
    path: userPath,
    body: { schema: limitRequest, inForm: limitForm, asText: ['per_order_limit', 'exposure_cap'], description: 'Only JSON can say `null`.' },
    answers: { [STATUS.ok]: json('The limits as they are now.', limit) },
    problems: ['UNAVAILABLE'],
  },
  handle: ({ limits, logger }) => async ({ path, body, response }) => {
    const { per_order_limit: perOrderLimit, exposure_cap: exposureCap } = await body();
    const own = { perOrderLimit, exposureCap };
    await limits.setLimit(path.user_id, own);
    logger.info('the limits of a user were set', { requestId: requestIdOf(response), by: callerOf(response).name, userId: path.user_id, ...own });
    return ok(limitBody(own));
  },
});
