import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { JUST_OVER_LIMIT, LIMIT, money } from '../test/contracts/sample-orders';
import { repeatedAnswer, limitsFor, reserveAgainst, type ReserveAnswer } from './limits';
import { fromCents, toCents } from './money';

describe('the limit rule', () => {
  const fits: ReserveAnswer = { fits: true, limit: LIMIT };
  const tooMuch: ReserveAnswer = { fits: false, limit: LIMIT, rule: 'per-order', room: LIMIT };
  const full = (cap: string, room: string): ReserveAnswer => ({ fits: false, limit: money(cap), rule: 'exposure', room: money(room) });
  const table: [name: string, value: string, cap: string | null, exposure: string, answer: ReserveAnswer][] = [
    ['holds the smallest value', '0.01', null, '0', fits],
    ['holds what the limit is', LIMIT, null, '0', fits],
    ['does not hold a cent more', JUST_OVER_LIMIT, null, '0', tooMuch],
    ['does not look at the exposure without a cap', LIMIT, null, '999999999999999.99', fits],
    ['holds what fills the cap', '100', '5000', '4900', fits],
    ['does not hold a cent more than is left, and says what is', '100', '5000', '4900.01', full('5000', '99.99')],
    ['holds nothing once the cap is reached', '0.01', '5000', '5000', full('5000', '0')],
    ['leaves nothing under a cap that was set too late', '0.01', '5000', '7000', full('5000', '0')],
    ['holds nothing under a cap of nothing', '0.01', '0', '0', full('0', '0')],
    ['names the limit for one order first', JUST_OVER_LIMIT, '5000', '5000', tooMuch],
    ['counts beyond what a float can', '0.02', '999999999999999.99', '999999999999999.98', full('999999999999999.99', '0.01')],
  ];
  for (const [name, value, cap, exposure, answer] of table) {
    it(name, () => {
      const exposureCap = cap === null ? null : money(cap);
      assert.deepEqual(reserveAgainst({ value: money(value), perOrderLimit: LIMIT, exposureCap, exposure: money(exposure) }), answer);
    });
  }

  it('never lets the exposure go beyond the cap, and refuses nothing that there is room for', () => {
    const cents = fc.bigInt({ min: 0n, max: 10_000n });
    fc.assert(
      fc.property(cents, cents, cents, (value, cap, exposure) => {
        const answer = reserveAgainst({ value: fromCents(value), perOrderLimit: LIMIT, exposureCap: fromCents(cap), exposure: fromCents(exposure) });
        assert.equal(answer.fits, value === 0n || value + exposure <= cap);
        if ('room' in answer) assert.ok(toCents(answer.room) < value);
      }),
    );
  });
});

describe('the limits that apply', () => {
  const policy = { perOrderLimit: LIMIT, windowMs: 1 };

  it("are the user's own, and the policy's limit for one order where there is none", () => {
    assert.deepEqual(limitsFor({ perOrderLimit: null, exposureCap: null }, policy), { perOrderLimit: LIMIT, exposureCap: null });
    const own = { perOrderLimit: money('0'), exposureCap: money('0') };
    assert.deepEqual(limitsFor(own, policy), own);
  });
});

describe('an order that has a reservation', () => {
  it('fits while its reservation counts, and not once it was released', () => {
    assert.deepEqual(repeatedAnswer('reserved', LIMIT), { fits: true, limit: LIMIT });
    assert.deepEqual(repeatedAnswer('confirmed', LIMIT), { fits: true, limit: LIMIT });
    assert.deepEqual(repeatedAnswer('released', LIMIT), { fits: false, limit: LIMIT, rule: 'released' });
  });
});
