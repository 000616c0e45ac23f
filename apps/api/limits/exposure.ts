import { z } from 'zod';
import { json } from '../http/operation';
import { ok, STATUS } from '../http/replies';
import { defineRoute } from '../http/route';
import { userPath } from '../http/schema-parts';

const amount = (description: string) => z.string().meta({ description, examples: ['1500'] });

/** How much of a user's orders counts towards their cap. */
export const exposure = z
  .strictObject({
    reserved: amount('Of orders that are not decided yet.'),
    confirmed: amount('Of approved orders.'),
    exposure: amount('Both together; an order counts for a set time, 30 days unless configured otherwise.'),
    cap: z.string().nullable().meta({ description: 'What it is held against; `null`: there is no cap.', examples: ['5000'] }),
  })
  .meta({ id: 'Exposure' });

/** Answers how much of a user's orders counts now. Of a user nobody has heard of, nothing does. */
export const exposureOfUser = defineRoute({
  method: 'get',
  path: '/api/users/:user_id/exposure',
  access: ['operator', 'reader'],
  operation: {
    tag: 'Limits',
    operationId: 'exposureOfUser',
    summary: 'Look at how much of a user’s orders counts towards their cap',
    path: userPath,
    answers: { [STATUS.ok]: json('What counts now.', exposure) },
    problems: ['UNAVAILABLE'],
  },
  handle: ({ limits }) => async ({ path }) => {
    const { reserved, confirmed, exposure: both, cap } = await limits.exposureOf(path.user_id);
    return ok({ reserved, confirmed, exposure: both, cap });
  },
});
