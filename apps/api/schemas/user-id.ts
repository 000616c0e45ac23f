import { z } from 'zod';

/**
 * A user of another system: opaque text that is compared as it is. Refused is only what could not be stored, logged,
 * told apart by eye or put into a path: control characters, broken Unicode (also when it was replaced by U+FFFD on its
 * way), surrounding spaces, and the two names no URL can end with.
 */
export const userId = z
  .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be text') })
  .min(1, 'must not be empty')
  .max(255, 'must have at most 255 characters')
  .regex(/^[^\p{Cc}\p{Cs}\uFFFD]*$/u, 'must not hold control characters or broken Unicode')
  .regex(/^(?!\s).*(?<!\s)$/su, 'must not begin or end with a space')
  .regex(/^(?!\.{1,2}$)/u, 'must not be "." or ".."')
  .meta({
    description: 'A user of the company’s user service; opaque. An id containing `invalid` is a user who may not order.',
    examples: ['user-42'],
  });

/** A path that names a user. */
export const userPath = z.object({ user_id: userId });
