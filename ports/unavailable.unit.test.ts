import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { withDeadline } from './unavailable';

describe('a deadline', () => {
  it('passes on what the work gives or throws', async () => {
    assert.equal(await withDeadline(1_000, Promise.resolve(1)), 1);
    const error = new Error('no');
    await assert.rejects(withDeadline(1_000, Promise.reject(error)), error);
  });

  it('throws when the work takes longer, and does not mind how the work ends then', async () => {
    const work = setTimeout(30).then(() => Promise.reject(new Error('late')));
    await assert.rejects(withDeadline(5, work), /within 5 ms/);
    await setTimeout(50);
  });
});
