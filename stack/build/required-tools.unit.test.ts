import assert from 'node:assert/strict';
import { isAtLeast } from './required-tools';

describe('a version', () => {
  it('is compared number by number', () => {
    assert.ok(isAtLeast('1.26.10', '1.26.4'));
    assert.ok(isAtLeast('17.0.15', '17'));
    assert.ok(isAtLeast('1.27', '1.26.4'));
    assert.ok(!isAtLeast('1.26', '1.26.4'));
    assert.ok(!isAtLeast('1.8.0', '17'));
  });
});
