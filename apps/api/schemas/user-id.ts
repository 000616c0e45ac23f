import { z } from 'zod';
import { printable } from './printable';

/**
 * A user of another system: opaque text that is compared as it is. Refused is, beyond what is not printable, only what
 * could not be told apart by eye or put into a path: surrounding spaces, and the two names no URL can end with.
 */
export const userId = printable(255)
  .min(1, 'must not be empty')
  // In words that other dialects read alike: their \s lacks U+FEFF, and their dot differs.
  .regex(/^[^\s\ufeff](?:[\s\S]*[^\s\ufeff])?$/u, 'must not begin or end with a space')
  .regex(/^(?!\.{1,2}$)/u, 'must not be "." or ".."')
  .meta({
    description: 'A user of the company’s user service; opaque, without control and invisible characters. An id containing `invalid` is a user who may not order.',
    examples: ['user-42'],
  });

/** A path that names a user. */
export const userPath = z.object({ user_id: userId });
