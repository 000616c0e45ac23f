import { z } from 'zod';
import { DECISIONS } from '../../../domain/holds';
import { printable } from './printable';

const KINDS = `must be one of ${DECISIONS.join(', ')}`;

/** What an operator decides about a held order. */
export const decision = z
  .object({
    decision: z.enum(DECISIONS, { error: ({ input }) => (input === undefined ? 'is missing' : KINDS) }).meta({
      description: '`approve` and `reject` take the place of the answer that is missing; `retry` asks for it again at once.',
    }),
    by: printable(100)
      .min(1, 'must not be empty')
      .meta({ description: 'Who decides; it is recorded with the decision. With an API key its name is, and this may be left out.', examples: ['ada'] }),
    note: printable(500).default('').meta({ description: 'Why; it is recorded with the decision.', examples: ['called the customer'] }),
  })
  .meta({ id: 'Decision' });

/** The same of somebody who is known by their key. */
export const decisionOfKeyHolder = decision.omit({ by: true });
