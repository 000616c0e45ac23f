import { z } from 'zod';

/** How long a client prefers to wait (RFC 7240). For the document alone: what makes no sense is passed over, not refused. */
export const preference = z.string().meta({
  description:
    '`wait=N`: how many seconds to wait for the order’s end, at most 10. An order that has not ended by then, and one that is answered with 202, is told as accepted. Other preferences, and a wait that makes no sense, are ignored (RFC 7240).',
  examples: ['wait=5'],
});

export const PREFERENCE_APPLIED = z
  .literal('wait')
  .meta({ description: 'Only there when the client preferred to wait and is told the end of the order.' });
