import { z } from 'zod';

/**
 * Text of others that is kept as it is. Refused is only what could not be stored, logged or told apart by eye: control characters;
 * characters that show nothing but change the line they stand in (format characters, bidirectional ones among them, and breaks),
 * but for the two joiners that scripts and emoji are written with; and broken Unicode, also when it was replaced by U+FFFD on its way.
 */
export function printable(maxLength: number) {
  return z
    .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be text') })
    .max(maxLength, `must have at most ${maxLength} characters`)
    .regex(/^(?:[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFD]|[\u200C\u200D])*$/u, 'must not hold control or invisible characters or broken Unicode');
}
