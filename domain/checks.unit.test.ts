import assert from 'node:assert/strict';
import { checkLimit } from './checks';
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
