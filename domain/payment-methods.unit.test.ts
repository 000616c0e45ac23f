import assert from 'node:assert/strict';
import { findPaymentMethod, PAYMENT_METHODS } from './payment-methods';

describe('payment methods', () => {
  it('are fifteen, numbered from 1, in the order the clients know', () => {
    const credit = Array.from({ length: 12 }, (_, index) => `${index + 1} credit_card ${index + 1}`);
    const rows = PAYMENT_METHODS.map(({ id, method, installments }) => `${id} ${method} ${installments}`);
    assert.deepEqual(rows, [...credit, '13 debit_card 1', '14 transfer 1', '15 cash 1']);
  });

  it('are found by method and installments', () => {
    for (const option of PAYMENT_METHODS) assert.equal(findPaymentMethod(option.method, option.installments), option);
  });

  it('are not found when nobody offers them', () => {
    for (const [method, installments] of [
      ['credit_card', 13],
      ['credit_card', 0],
      ['credit_card', 1.5],
      ['credit_card', Number.NaN],
      ['debit_card', 2],
      ['pix', 1],
      ['', 1],
      ['CASH', 1],
      ['constructor', 1],
      ['__proto__', 1],
    ] as const) {
      assert.equal(findPaymentMethod(method, installments), undefined, `${method} ${installments}`);
    }
  });
});
