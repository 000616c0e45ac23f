/**
 * An amount of money as canonical decimal text: no sign, no exponent, no leading zeros, no trailing zeros, at most two
 * decimals ("1000", "10.5"). Text and not a number, because a float cannot hold it.
 */
export type Money = string & { readonly money: unique symbol };

const DECIMAL = /^(\d{1,40})(?:\.(\d{1,40}))?$/;
const MAX_INTEGER_DIGITS = 15;
const MAX_DECIMALS = 2;

/** Reads decimal text ("1000.00") as money; `undefined` for anything else, also for more than two decimals. */
export function parseMoney(text: string): Money | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const integer = (match[1] ?? '').replace(/^0+(?=\d)/, '');
  const decimals = (match[2] ?? '').replace(/0+$/, '');
  if (integer.length > MAX_INTEGER_DIGITS || decimals.length > MAX_DECIMALS) return undefined;
  return (decimals === '' ? integer : `${integer}.${decimals}`) as Money;
}

/** The amount in minor units (cents). */
export function toCents(money: Money): bigint {
  const [integer = '0', decimals = ''] = money.split('.');
  return BigInt(integer + decimals.padEnd(MAX_DECIMALS, '0'));
}

/** Minor units (cents) as money; throws a `RangeError` when they are negative. A sum may have more digits than an order's value. */
export function fromCents(cents: bigint): Money {
  if (cents < 0n) throw new RangeError(`${cents} cents are not money`);
  const decimals = String(cents % 100n).padStart(MAX_DECIMALS, '0').replace(/0+$/, '');
  return (decimals === '' ? `${cents / 100n}` : `${cents / 100n}.${decimals}`) as Money;
}

export function exceeds(amount: Money, limit: Money): boolean {
  return toCents(amount) > toCents(limit);
}
