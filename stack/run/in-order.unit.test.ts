import assert from 'node:assert/strict';
import type { Part, PartName } from '../part';
import { neededFirst, neededLast } from './in-order';

const parts = [part('worker', ['postgres', 'mongo']), part('mongo', ['events-postgres']), part('postgres', []), part('events-postgres', [])];

function part(name: PartName, needs: PartName[]): Part {
  return { name, needs } as Partial<Part> as Part;
}

describe('work in the order of needs', () => {
  it('is done for what a part needs before the part', async () => {
    const done: PartName[] = [];
    await Promise.all(neededFirst(parts, async ({ name }) => done.push(name)).values());
    assert.deepEqual(done, ['postgres', 'events-postgres', 'mongo', 'worker']);
  });

  it('is done the other way round for stopping', async () => {
    const done: PartName[] = [];
    await Promise.all(neededLast(parts, async ({ name }) => done.push(name)).values());
    assert.equal(done[0], 'worker');
    assert.ok(done.indexOf('mongo') < done.indexOf('events-postgres'));
    assert.equal(done.length, parts.length);
  });

  it('is not done for a part when it fails for one it needs', async () => {
    const tried: PartName[] = [];
    const work = neededFirst(parts, async ({ name }) => {
      tried.push(name);
      if (name === 'mongo') throw new Error('no');
    });
    await assert.rejects(work.get('worker')!, /no/);
    assert.deepEqual(tried.sort(), ['events-postgres', 'mongo', 'postgres']);
  });

  it('leaves out needs that are not among the parts', async () => {
    const done: PartName[] = [];
    await Promise.all(neededFirst([part('worker', ['kafka'])], async ({ name }) => done.push(name)).values());
    assert.deepEqual(done, ['worker']);
  });
});
