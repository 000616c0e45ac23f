import assert from 'node:assert/strict';
import type { RecoveredSpool } from '../../domain/maintenance-reports';
import { UsageError, type CommandContext } from './command';
import { recoverCommand } from './maintenance';

describe('recover', () => {
  let printed: string[];
  beforeEach(() => (printed = []));

  const run = (did: Partial<RecoveredSpool>, ...args: string[]) => {
    const maintenance = { recoverSpool: async () => ({ recovered: 0, setAside: [], left: [], ...did }) };
    const print = (line: string) => void printed.push(line);
    return recoverCommand(() => maintenance).run({ print } as unknown as CommandContext, args);
  };

  it('says how many orders were started', async () => {
    assert.equal(await run({ recovered: 7 }), true);
    assert.deepEqual(printed, ['Started: 7.', 'Nothing was set aside.']);
  });

  it('names what was set aside and why, with nothing in it that could fool a reader, and fails', async () => {
    assert.equal(await run({ recovered: 1, setAside: [{ name: 'a\nb', why: 'it is not JSON' }] }), false);
    assert.deepEqual(printed, ['Started: 1.', 'Set aside, because they could not be started: 1.', '  a\\nb  it is not JSON']);
  });

  it('names what it could do nothing about', async () => {
    assert.equal(await run({ left: ['x.json'] }), true);
    assert.deepEqual(printed.slice(2), ["Still in the spool, for the next run; the worker's log says why: 1.", '  x.json']);
  });

  it('takes no arguments', async () => {
    await assert.rejects(run({}, 'all'), UsageError);
    assert.deepEqual(printed, []);
  });
});
