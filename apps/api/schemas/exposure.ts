import { z } from 'zod';
import type { Exposure } from '../../../domain/limits';

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

/** The exposure as operators see it. */
export function exposureBody({ reserved, confirmed, exposure: both, cap }: Exposure): z.output<typeof exposure> {
  return { reserved, confirmed, exposure: both, cap };
}
