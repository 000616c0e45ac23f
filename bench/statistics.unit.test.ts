import assert from 'node:assert/strict';
import { median, percentile, spreadOf } from './statistics';

describe('Statistics', () => {
  it('take a percentile by the nearest rank, whatever the order of the values', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    assert.equal(percentile(hundred, 0.5), 50);
    assert.equal(percentile(hundred, 0.99), 99);
    assert.equal(percentile(hundred, 1), 100);
    assert.equal(percentile([7], 0.01), 7);
  });

  it('sort numbers as numbers', () => {
    assert.equal(percentile([9, 10, 100], 0.3), 9);
    assert.equal(median([100, 9, 10]), 10);
  });

  it('take the mean of the two middle values as the median of an even number of them', () => {
    assert.equal(median([4, 1, 3, 2]), 2.5);
  });

  it('say NaN of nothing', () => {
    assert.ok(Number.isNaN(percentile([], 0.5)));
    assert.ok(Number.isNaN(median([])));
  });

  it('give the spread over rounds', () => {
    assert.deepEqual(spreadOf([3, 1, 2]), { median: 2, min: 1, max: 3 });
  });
});
