import { z } from 'zod';

export const HEADER = 'Idempotency-Key';

/** A name a client gives to a request that it may repeat: printable ASCII. */
export const idempotencyKey = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x20-\x7e]*$/)
  .meta({
    description: 'Makes the request safe to repeat: under one key there is one order. Plain, or quoted as a structured field.',
    // As it is sent: bare, without spaces around it, or in quotes.
    override: { maxLength: 512, pattern: '^([!#-~]([ -~]{0,253}[!-~])?|"([ !#-\\[\\]-~]|\\\\["\\\\]){1,255}")$' },
    examples: ['8e03978e-40d5-43dd-bc93-6894a57f9324'],
  });
