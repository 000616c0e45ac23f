import assert from 'node:assert/strict';
import { LookTimes } from './look-times';

/** Looks at an order that becomes final after so long; tells when it is seen so and how many looks that took. */
function follow(times: LookTimes, finalAfterMs: number): { lateMs: number; looks: number } {
  let at = times.firstMs;
  let looks = 1;
  for (; at < finalAfterMs; looks += 1) at += times.pauseMs;
  times.seen(at, looks);
  return { lateMs: at - finalAfterMs, looks };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const followMany = (times: LookTimes, finalAfterMs: number) => Array.from({ length: 100 }, (_, index) => follow(times, finalAfterMs + (index % 5)));

describe('The times to look at an order', () => {
  it('need few looks and see little late, whether orders are slow or quick', () => {
    const times = new LookTimes();
    for (const [finalAfterMs, mostLateMs] of [[20, 4], [400, 60], [30, 4]] as const) {
      followMany(times, finalAfterMs);
      const seen = followMany(times, finalAfterMs);
      assert.ok(mean(seen.map(({ looks }) => looks)) < 3);
      assert.ok(mean(seen.map(({ lateMs }) => lateMs)) < mostLateMs);
    }
  });

  it('never ask more often than every 5 ms, nor less often than every 100 ms', () => {
    const times = new LookTimes();
    assert.equal(times.pauseMs, 100);
    times.seen(5, 1);
    assert.equal(times.pauseMs, 5);
    for (let order = 0; order < 50; order++) times.seen(100_000, 2);
    assert.equal(times.pauseMs, 100);
  });
});
