import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { exceeds, fromCents, parseMoney, toCents, type Money } from './money';

/** Amounts from nothing to the largest that fits. */
const cents = fc.bigInt({ min: 0n, max: 99_999_999_999_999_999n });

function money(text: string): Money {
  const parsed = parseMoney(text);
  assert.ok(parsed !== undefined, text);
  return parsed;
}

describe('money', () => {
  const canonical: Record<string, string> = {
    '1000.00': '1000',
    '1000': '1000',
    '10.50': '10.5',
    '10.05': '10.05',
    '0.01': '0.01',
    '0': '0',
    '0.00': '0',
    '00': '0',
    '007.10': '7.1',
    '1.5000000000': '1.5',
    '999999999999999.99': '999999999999999.99',
    '0000000000000000000001': '1',
  };
  for (const [text, expected] of Object.entries(canonical)) {
    it(`reads ${text} as ${expected}`, () => assert.equal(parseMoney(text), expected));
  }

  const noMoney = {
    'a sign': ['-1', '+1', '-0', '\u22121'],
    'no number': ['', ' ', 'abc', 'NaN', 'Infinity', '-Infinity', 'null', 'undefined', 'true', '[1]'],
    'an exponent': ['1e400', '1e2', '1E2', '1e-2'],
    'another base': ['0x10', '0b1', '0o7', '1n'],
    'a separator': ['1,5', '1.000,00', '1,000', '1_000', '1 000'],
    'half a number': ['.5', '5.', '.', '1.2.3'],
    'white space': [' 1', '1 ', '1\n', '\t1', '\uFEFF1'],
    'digits of other scripts': ['１０', '٣', '१', '1.５', '²'],
    'more than cents': ['0.005', '1.001', '0.009'],
    'more than fits': ['1000000000000000', '1'.repeat(40), '9'.repeat(5000), `0.${'0'.repeat(5000)}`],
  };
  for (const [what, texts] of Object.entries(noMoney)) {
    it(`does not read ${what}`, () => {
      for (const text of texts) assert.equal(parseMoney(text), undefined, JSON.stringify(text.slice(0, 50)));
    });
  }

  it('keeps every amount through text, and its text is stable', () => {
    fc.assert(
      fc.property(cents, (amount) => {
        const parsed = money(`${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`);
        assert.equal(toCents(parsed), amount);
        assert.equal(parseMoney(parsed), parsed);
        assert.match(parsed, /^(0|[1-9]\d*)(\.\d?[1-9])?$/);
      }),
    );
  });

  it('is made from cents as it would be read, and of a sum that no order could be worth', () => {
    fc.assert(fc.property(cents, (amount) => assert.equal(parseMoney(fromCents(amount)), fromCents(amount))));
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (amount) => assert.equal(toCents(fromCents(amount)), amount)));
    assert.deepEqual([0n, 1n, 10n, 100n, 1050n].map(fromCents), ['0', '0.01', '0.1', '1', '10.5']);
    assert.throws(() => fromCents(-1n), RangeError);
  });

  it('has one text for equal amounts and compares by amount', () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const [one, other] = [a, b].map((amount) => money(`${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`));
        assert.ok(one !== undefined && other !== undefined);
        assert.equal(one === other, a === b);
        assert.equal(exceeds(one, other), a > b);
      }),
    );
  });
});
