import { z } from 'zod';

/** The process serves. */
export const up = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Up' });

/** What must answer before the process is of use, and does not. */
export const notReadyYet = z
  .strictObject({
    status: z.literal('unavailable'),
    down: z.array(z.string()).meta({ examples: [['postgres', 'temporal']] }),
  })
  .meta({ id: 'NotReady' });
