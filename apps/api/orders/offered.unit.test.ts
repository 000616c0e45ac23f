import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020';
import { findPaymentMethod, PAYMENT_METHODS } from '../../../domain/payment-methods';
import { OFFERED } from './order-request';

const isOffered = new Ajv2020({ strict: false }).compile({ anyOf: OFFERED });

describe('What can be ordered with, in the OpenAPI document', () => {
  it('is what the service offers, written as a number or as text', () => {
    for (const method of [...PAYMENT_METHODS.map((option) => option.method), 'bitcoin', 'CASH']) {
      for (let installment = -1; installment < 15; installment += 1) {
        const expected = findPaymentMethod(method, installment) !== undefined;
        for (const written of [installment, `${installment}`]) assert.equal(isOffered({ method, installment: written }), expected, `${method} ${installment}`);
      }
    }
    assert.ok(isOffered({ method: 'cash', installment: '001' }));
  });
});
