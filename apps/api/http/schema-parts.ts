import { z } from 'zod';

const UNPRINTABLE = 'must not hold control or invisible characters or broken Unicode';

/**
 * The characters of the Unicode categories Cc, Cf, Zl and Zp except U+200C and U+200D; and U+FFFD. They are listed, because not every
 * reader of the OpenAPI document knows `\p`. Those beyond U+FFFF are not escaped in the pattern.
 */
const REFUSED = [
  '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u180e',
  '\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufeff\\ufff9-\\ufffb\\ufffd',
  '\u{110bd}\u{110cd}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}',
].join('');
const PRINTABLE = new RegExp(`^[^${REFUSED}]*$`, 'u');

/**
 * Text from clients that is stored unchanged. Refuses control, invisible and format characters (except the two joiners, which some
 * scripts and emoji need) and broken Unicode, also when that has become U+FFFD on its way. Such text cannot be stored or logged safely,
 * or looks the same as other text.
 */
export function printable(maxLength: number) {
  return z
    .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be text') })
    .max(maxLength, `must have at most ${maxLength} characters`)
    .regex(PRINTABLE, UNPRINTABLE)
    .refine((text) => text.isWellFormed(), UNPRINTABLE);
}

/**
 * A user of another system: opaque text that is compared unchanged. Besides what `printable` refuses, it refuses text with spaces
 * around it, which looks like the text without them, and `.` and `..`, which cannot be sent as the last part of a URL path.
 */
export const userId = printable(255)
  .min(1, 'must not be empty')
  // Written so that other regex dialects read it alike: their \s lacks U+FEFF, and their dot differs.
  .regex(/^[^\s\ufeff](?:[\s\S]*[^\s\ufeff])?$/u, 'must not begin or end with a space')
  .regex(/^(?!\.{1,2}$)/u, 'must not be "." or ".."')
  .meta({
    description: 'The id of a user in the company’s user service. It is opaque, without control and invisible characters. A user whose id contains `invalid` may not order.',
    examples: ['user-42'],
  });

/** A path that names a user. */
export const userPath = z.object({ user_id: userId });

const MAX_OFFSET = 2 ** 31 - 1;
const MAX_LIMIT = 100;

/** A query parameter that is a plain integer within bounds. */
function integer(description: string, minimum: number, maximum: number, otherwise: number) {
  const message = `must be an integer from ${minimum} to ${maximum}, given once`;
  return z
    .string(message)
    .regex(/^\d{1,10}$/, message)
    .transform(Number)
    .pipe(z.int().min(minimum, message).max(maximum, message))
    .default(otherwise)
    .meta({ description, override: { type: 'integer', minimum, maximum, default: otherwise } });
}

/** Which page of a list a client asks for. */
export const pageQuery = z.object({
  offset: integer('How many orders to skip.', 0, MAX_OFFSET, 0),
  limit: integer('The largest number of orders to return.', 1, MAX_LIMIT, MAX_LIMIT),
});

const DECIMALS = '[.][0-9]{1,2}0{0,38}';
const OVER_ZERO = `0{0,25}[1-9][0-9]{0,14}(${DECIMALS})?|0{1,40}[.]([1-9][0-9]?|0[1-9])0{0,38}`;
const number = { type: 'number', maximum: 999_999_999_999_999.9, multipleOf: 0.01 } as const;

function amount<Bound extends object>(pattern: string, bound: Bound) {
  return { type: ['string', 'number'], anyOf: [{ type: 'string', pattern: `^(${pattern})$` }, { ...number, ...bound }] } as const;
}

/** An amount that `parseMoney` takes, as JSON Schema. */
export const AMOUNT = amount(`0{0,25}[0-9]{1,15}(${DECIMALS})?`, { minimum: 0 });

/** Such an amount that is more than zero, as JSON Schema. */
export const AMOUNT_OVER_ZERO = amount(OVER_ZERO, { exclusiveMinimum: 0 });
