import assert from 'node:assert/strict';
import { checkLimit, fallbackFrom } from './checks';
import { parseMoney, type Money } from './money';
import type { Order } from './order';

const money = (text: string) => parseMoney(text) as Money;

function orderOf(value: string): Order {
  return { id: 'id', value: money(value), userId: 'u', installment: 1, method: 'cash', acceptedAt: '2026-03-01T12:00:00.000Z' };
}

describe('the limit', () => {
  const table: [string, boolean][] = [
    ['0.01', true],
    ['9999.99', true],
    ['10000', true],
    ['10000.01', false],
    ['100000', false],
  ];
  for (const [value, fits] of table) {
    it(`of 10000 ${fits ? 'holds' : 'does not hold'} an order of ${value}`, () => {
      assert.deepEqual(checkLimit(orderOf(value), money('10000.00')), { fits, limit: '10000' });
    });
  }
});

describe('while the user service cannot answer', () => {
  const hold = { forMs: 900_000, askEveryMs: 10_000 };

  it('its last answer stands in, yes or no, while that is younger than the set age', () => {
    for (const valid of [true, false]) {
      assert.deepEqual(fallbackFrom({ valid, ageMs: 999 }, 1000, hold), { answer: { valid, source: 'cache' } });
    }
  });

  it('an answer of the set age or older does not count', () => {
    assert.deepEqual(fallbackFrom({ valid: true, ageMs: 1000 }, 1000, hold), { hold });
  });

  it('nothing is made up about a user who was never asked about', () => {
    assert.deepEqual(fallbackFrom(undefined, 1000, hold), { hold });
  });
});
