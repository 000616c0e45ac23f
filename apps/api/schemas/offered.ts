import { PAYMENT_METHODS } from '../../../domain/methods';

const METHODS = [...new Set(PAYMENT_METHODS.map(({ method }) => method))];

/**
 * As JSON Schema has it: the combinations of method and installments that can be ordered with. The service refuses the others with
 * an error of their own.
 */
export const OFFERED = METHODS.map((name) => {
  const numbers = PAYMENT_METHODS.filter(({ method }) => method === name).map(({ installments }) => installments);
  const asText = { type: 'string', maxLength: 9, pattern: `^0*(${numbers.join('|')})$` } as const;
  return { properties: { method: { const: name }, installment: { anyOf: [{ enum: numbers }, asText] } } };
});
