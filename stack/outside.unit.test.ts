import assert from 'node:assert/strict';
import { slotFrom } from './outside';

describe('STACK_SLOT', () => {
  it('is 0 when it is not set', () => {
    assert.equal(slotFrom({}).number, 0);
    assert.equal(slotFrom({ STACK_SLOT: '' }).number, 0);
  });

  it('is refused when it is not a slot', () => {
    for (const wrong of ['x', '-1', '1.5', '100']) assert.throws(() => slotFrom({ STACK_SLOT: wrong }), /STACK_SLOT must be/);
  });
});
