import assert from 'node:assert/strict';
import { fallbackFrom } from './checks';

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

  it('nothing stands in when there is no answer and waiting is not allowed', () => {
    for (const known of [undefined, { valid: true, ageMs: 1000 }]) assert.equal(fallbackFrom(known, 1000, undefined), 'none');
    assert.deepEqual(fallbackFrom({ valid: true, ageMs: 999 }, 1000, undefined), { answer: { valid: true, source: 'cache' } });
  });
});
