import type { Request } from 'express';
import { v5 } from 'uuid';
import { z } from 'zod';
import { PAYMENT_METHODS } from '../../../domain/payment-methods';
import { parseMoney, toCents } from '../../../domain/money';
import { Problem } from '../http/problem';
import { AMOUNT_OVER_ZERO, userId } from '../http/schema-parts';

const DECIMAL = 'must be a decimal amount over 0, like 1000.00, with at most 15 digits and 2 decimals';
const INTEGER = 'must be an integer';

/** Text, also where the client wrote a JSON number: the body's reader keeps a number as it was written. */
const text = (message: string) => z.string({ error: ({ input }) => (input === undefined ? 'is missing' : message) });

const value = text(DECIMAL)
  .transform((written, context) => {
    const money = parseMoney(written);
    if (money !== undefined && toCents(money) > 0n) return money;
    context.addIssue(DECIMAL);
    return z.NEVER;
  })
  .meta({
    description: 'An amount over 0, as decimal text. In JSON it may also be a number without an exponent.',
    override: { ...AMOUNT_OVER_ZERO, examples: ['1000.00'] },
  });

const installment = text(INTEGER)
  .regex(/^-?[0-9]{1,9}$/, INTEGER)
  .transform(Number)
  .meta({
    description: 'The number of installments. `GET /api/methods` lists what each method offers.',
    override: { type: ['integer', 'string'], examples: [1] },
  });

const method = text('must be text')
  .min(1, 'is missing')
  .meta({ description: 'The payment method, one of those in `GET /api/methods`.', examples: ['credit_card'] });

/**
 * The combinations of method and installments that can be ordered with, as JSON Schema. The document alone has them: other combinations
 * are refused with an error of their own.
 */
export const OFFERED = [...new Set(PAYMENT_METHODS.map((option) => option.method))].map((name) => {
  const numbers = PAYMENT_METHODS.filter((option) => option.method === name).map(({ installments }) => installments);
  const asText = { type: 'string', maxLength: 9, pattern: `^0*(${numbers.join('|')})$` } as const;
  return { properties: { method: { const: name }, installment: { anyOf: [{ enum: numbers }, asText] } } };
});

/** What a client sends to order, and the fields whose JSON numbers are read from their text. */
export const ORDER_REQUEST = {
  schema: z.object({ value, user_id: userId, installment, method }).meta({ id: 'OrderRequest', override: { anyOf: OFFERED } }),
  asText: ['value', 'installment'],
};

export const KEY_HEADER = 'Idempotency-Key';

/** A name that a client gives to a request that it may repeat: printable ASCII. */
export const idempotencyKey = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x20-\x7e]*$/)
  .meta({
    description: 'Makes the request safe to repeat: one key stands for one order. Plain, or quoted as a structured field.',
    // As it is sent: bare, without spaces around it, or in quotes.
    override: { maxLength: 512, pattern: '^([!#-~]([ -~]{0,253}[!-~])?|"([ !#-\\[\\]-~]|\\\\["\\\\]){1,255}")$' },
    examples: ['8e03978e-40d5-43dd-bc93-6894a57f9324'],
  });

/** The namespace of the ids that are made from keys. It must never change: every repeated request would become a new order. */
const NAMESPACE = '5b0f4a3e-6a5e-4d0c-9c39-0f6f6f1f5d7a';

/** A structured-field string, which is how the header's draft writes a key. */
const QUOTED = /^"((?:[^"\\]|\\["\\])*)"$/;

/** The key that a request can be repeated under. Quoted and bare, it is the same key. Throws a {@link Problem} for an impossible one. */
export function idempotencyKeyOf({ headersDistinct }: Request): string | undefined {
  const sent = headersDistinct[KEY_HEADER.toLowerCase()];
  if (sent === undefined) return undefined;
  const parsed = idempotencyKey.safeParse(sent.length === 1 ? unquoted(sent[0] ?? '') : undefined);
  if (!parsed.success) throw new Problem('IDEMPOTENCY_KEY_INVALID');
  return parsed.data;
}

function unquoted(sent: string): string | undefined {
  if (!sent.startsWith('"')) return sent;
  return QUOTED.exec(sent)?.[1]?.replaceAll(/\\(["\\])/g, '$1');
}

/** The id of the order that a client has placed, or will place, under a key. */
export function orderIdUnder(client: string, key: string): string {
  return v5(`${client}\0${key}`, NAMESPACE);
}
