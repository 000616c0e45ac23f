import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { mapConcurrent } from './concurrency';

const AT_A_TIME = 8;
const ITEMS = Array.from({ length: 30 }, (_, index) => index);

describe('Work that is done for many items, some at a time', () => {
  it('is answered in the order of the items, and never more of it is under way', async () => {
    let [underWay, most] = [0, 0];
    const answers = await mapConcurrent(ITEMS, async (item, index) => {
      most = Math.max(most, (underWay += 1));
      await pause(item % 3);
      underWay -= 1;
      return `${item} ${index}`;
    });
    assert.deepEqual(answers, ITEMS.map((item) => `${item} ${item}`));
    assert.equal(most, AT_A_TIME);
    assert.deepEqual(await mapConcurrent([], () => 1), []);
  });

  it('is not begun any more after the first failure, which is thrown', async () => {
    const begun: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      if (item === 2) throw new Error('the first');
      await pause(20);
      throw new Error('a later one');
    };
    await assert.rejects(mapConcurrent(ITEMS, work), /the first/);
    await pause(50);
    assert.deepEqual(begun, ITEMS.slice(0, AT_A_TIME));
  });

  it('fails as well when it throws before it waits', async () => {
    await assert.rejects(mapConcurrent(ITEMS, (item) => assert.notEqual(item, 29)), assert.AssertionError);
  });
});
