import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import { parseMoney, toCents } from '../../../domain/money';
import { AMOUNT, AMOUNT_OVER_ZERO } from './schema-parts';

const ajv = new Ajv2020({ strict: false });
const isAmount = ajv.compile(AMOUNT);
const isOverZero = ajv.compile(AMOUNT_OVER_ZERO);

const digits = (maxLength: number) => fc.string({ unit: fc.constantFrom('0', '0', '1', '9'), maxLength });
const text = fc.oneof(
  fc.tuple(digits(20), fc.constantFrom('.', '.', '', '-', 'e', ','), digits(4)).map((parts) => parts.join('')),
  fc.string(),
);

describe('An amount in the OpenAPI document', () => {
  it('is what is read as money', () => {
    const property = fc.property(text, (written) => {
      const money = parseMoney(written);
      assert.equal(isAmount(written), money !== undefined);
      assert.equal(isOverZero(written), money !== undefined && toCents(money) > 0n);
    });
    fc.assert(property, { numRuns: 5_000 });
  });

  it('may be a number of cents', () => {
    for (const number of [0.01, 0.1, 10, 1000.1, 99_999.99]) assert.ok(isAmount(number) && isOverZero(number), `${number}`);
    for (const number of [-0.01, 0.001, 1e15]) assert.ok(!isAmount(number), `${number}`);
    assert.deepEqual([isAmount(0), isOverZero(0)], [true, false]);
  });
});
