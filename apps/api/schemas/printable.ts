import { z } from 'zod';

const UNPRINTABLE = 'must not hold control or invisible characters or broken Unicode';

/**
 * The characters of the Unicode categories Cc, Cf, Zl and Zp but for U+200C and U+200D, and U+FFFD. Spelled out, because not every reader of
 * the OpenAPI document knows `\p`; those beyond U+FFFF as they are.
 */
const REFUSED = [
  '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u180e',
  '\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufeff\\ufff9-\\ufffb\\ufffd',
  '\u{110bd}\u{110cd}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}',
].join('');
const PRINTABLE = new RegExp(`^[^${REFUSED}]*$`, 'u');

/**
 * Text of others that is kept as it is. Refused is only what could not be stored, logged or told apart by eye: control characters;
 * characters that show nothing but change the line they stand in (format characters, bidirectional ones among them, and breaks),
 * but for the two joiners that scripts and emoji are written with; and broken Unicode, also when it was replaced by U+FFFD on its way.
 */
export function printable(maxLength: number) {
  return z
    .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be text') })
    .max(maxLength, `must have at most ${maxLength} characters`)
    .regex(PRINTABLE, UNPRINTABLE)
    .refine((text) => text.isWellFormed(), UNPRINTABLE);
}
