import { z } from 'zod';
import { json } from '../http/operation';
import { ok, STATUS } from '../http/replies';
import { defineRoute } from '../http/route';
import { userPath } from '../http/schema-parts';

const amount = (description: string) => z.string().meta({ description, examples: ['1500'] });

/** How much of the value of a user's orders counts towards their cap. */
export const exposure = z
  .strictObject({
    reserved: amount('The value of the orders that are not decided yet.'),
    confirmed: amount('The value of the approved orders.'),
    exposure: amount('The sum of both. An order counts for a configured time, by default 30 days.'),
    cap: z.string().nullable().meta({ description: 'The largest exposure that this user may have. `null`: there is no cap.', examples: ['5000'] }),
  })
  .meta({ id: 'Exposure' });

/** Answers how much of a user's orders counts now. For an unknown user that is zero. */
export const exposureOfUser = defineRoute({
  method: 'get',
  path: '/api/users/:user_id/exposure',
  access: ['operator', 'reader'],
  operation: {
    tag: 'Limits',
    operationId: 'exposureOfUser',
    summary: 'Get the exposure of one user',
    path: userPath,
    answers: { [STATUS.ok]: json('How much of the user’s orders counts towards their cap now.', exposure) },
    problems: ['UNAVAILABLE'],
  },
  handle: ({ limits }) => async ({ path }) => {
    const { reserved, confirmed, exposure: both, cap } = await limits.exposureOf(path.user_id);
    return ok({ reserved, confirmed, exposure: both, cap });
  },
});
