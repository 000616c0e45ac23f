const TYPE = ['string', 'number'] as const;
const DECIMALS = '[.][0-9]{1,2}0{0,38}';
const OVER_ZERO = `0{0,25}[1-9][0-9]{0,14}(${DECIMALS})?|0{1,40}[.]([1-9][0-9]?|0[1-9])0{0,38}`;
const number = { type: 'number', maximum: 999_999_999_999_999.9, multipleOf: 0.01 } as const;

const text = (pattern: string) => ({ type: 'string', pattern: `^(${pattern})$` }) as const;

/** As JSON Schema has it: an amount that `parseMoney` takes. */
export const AMOUNT = { type: TYPE, anyOf: [text(`0{0,25}[0-9]{1,15}(${DECIMALS})?`), { ...number, minimum: 0 }] } as const;

/** As JSON Schema has it: such an amount that is more than nothing. */
export const AMOUNT_OVER_ZERO = { type: TYPE, anyOf: [text(OVER_ZERO), { ...number, exclusiveMinimum: 0 }] } as const;
