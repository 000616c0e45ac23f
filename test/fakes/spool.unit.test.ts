import assert from 'node:assert/strict';
import { newOrder } from '../contracts/sample-orders';
import { spoolContract } from '../contracts/spool.contract';
import { assertUnavailable } from '../contracts/unavailable';
import { MemorySpool } from './spool';

spoolContract('memory', async () => {
  const spool = new MemorySpool();
  return {
    spool,
    resolutionMs: 0,
    plant: async (name, bytes) => void spool.plant(name, bytes),
    quarantined: async () => [...spool.quarantined],
  };
});

describe('a memory spool that a test makes fail', () => {
  it('is unavailable, whatever it is asked', async () => {
    const spool = new MemorySpool();
    spool.faults.down = true;
    const calls = [() => spool.put(newOrder()), () => spool.find(newOrder().id), () => spool.names(1), () => spool.read('x'), () => spool.remove('x'), () => spool.quarantine('x', ''), () => spool.ping()];
    for (const call of calls) await assertUnavailable('spool', call);
  });

  it('has put an order whose answer it loses', async () => {
    const spool = new MemorySpool();
    const order = newOrder();
    spool.faults.loseNext = 1;
    await assertUnavailable('spool', () => spool.put(order));
    assert.deepEqual(await spool.put(order), order);
    assert.equal((await spool.names(10)).length, 1);
  });
});
