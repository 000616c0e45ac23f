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

const OF_ONE_ORDER = 'The largest value of one order. `null`: the default limit applies.';
const OF_ALL_ORDERS = 'The largest value of all the user’s orders together. `null`: there is no cap.';

/** Decimal text (the body's reader keeps a JSON number as it was written), or `null` for none; zero allows no order at all. */
function amountOrNull(description: string) {
  return z
    .string({ error: ({ input }) => (input === undefined ? 'is missing' : WRONG) })
    .transform((written, context) => {
      const money = parseMoney(written);
      if (money === undefined) context.addIssue(WRONG);
      return money ?? z.NEVER;
    })
    .meta({ description: 'An amount as decimal text. In JSON it may also be a number without an exponent.', override: { ...AMOUNT, examples: ['5000.00'] } })
    .nullable()
    .meta({ description });
}

/** What an operator asks for: both limits, because both are replaced. */
const limitRequest = z
  .object({ per_order_limit: amountOrNull(OF_ONE_ORDER), exposure_cap: amountOrNull(OF_ALL_ORDERS) })
  .meta({ id: 'LimitRequest' });

/** The same in a form, which cannot send `null`. Used only for the OpenAPI document. */
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

/** Answers a user's own limits. An unknown user has none. */
export const limitOfUser = defineRoute({
  method: 'get',
  path: '/api/users/:user_id/limit',
  access: ['operator', 'reader'],
  operation: {
    tag: 'Limits',
    operationId: 'limitOfUser',
    summary: 'Get the limits of one user',
    path: userPath,
    answers: { [STATUS.ok]: json('The user’s own limits.', limit) },
    problems: ['UNAVAILABLE'],
  },
  handle: ({ limits }) => async ({ path }) => ok(limitBody(await limits.limitOf(path.user_id))),
});

/** Replaces a user's own limits, and answers the new ones. The log says who did it. */
export const setLimitOfUser = defineRoute({
  method: 'put',
  path: '/api/users/:user_id/limit',
  access: ['operator'],
  operation: {
    tag: 'Limits',
    operationId: 'setLimitOfUser',
    summary: 'Replace the limits of one user',
    description: 'Both limits are replaced. They apply to later orders. What the user has reserved before counts towards the new cap.',
    path: userPath,
    body: { schema: limitRequest, inForm: limitForm, asText: ['per_order_limit', 'exposure_cap'], description: '`null` can be sent only as JSON.' },
    answers: { [STATUS.ok]: json('The user’s new limits.', limit) },
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
