import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { createProcessLogger } from '../../config/logger';
import { withSetup } from './dependencies';

const logger = createProcessLogger('prepared-test', 'error');
logger.silent = true;

describe('A dependency that has to be prepared', () => {
  it('counts as down until its preparation has succeeded, which is tried again and again', async () => {
    let tries = 0;
    const work = async (): Promise<void> => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
    };
    const answering = { name: 'store', ping: async () => undefined };
    const dependency = withSetup(answering, { name: 'preparing', work, logger, stopping: new AbortController().signal });
    await assert.rejects(dependency.ping(), /preparing is not done yet/);
    while (tries < 2) await pause(20);
    await dependency.ping();
  });

  it('is not prepared any more once the process stops', async () => {
    const stop = new AbortController();
    let tries = 0;
    const work = async (): Promise<void> => {
      tries += 1;
      stop.abort();
      throw new Error('not yet');
    };
    const dependency = withSetup({ name: 'store', ping: async () => undefined }, { name: 'preparing', work, logger, stopping: stop.signal });
    await pause(1_200);
    assert.equal(tries, 1);
    await assert.rejects(dependency.ping());
  });
});
