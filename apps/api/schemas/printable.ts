import { z } from 'zod';

/**
 * Text of others that is kept as it is. Refused is only what could not be stored, logged or told apart by eye: control
 * characters, and broken Unicode, also when it was replaced by U+FFFD on its way.
 */
export function printable(maxLength: number) {
  return z
    .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be text') })
    .max(maxLength, `must have at most ${maxLength} characters`)
    .regex(/^[^\p{Cc}\p{Cs}\uFFFD]*$/u, 'must not hold control characters or broken Unicode');
}
