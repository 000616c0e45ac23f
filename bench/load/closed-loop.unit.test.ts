import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { closedLoop } from './closed-loop';

const sample = { id: 'one', acceptedMs: 1, finalMs: 2, looks: 1 };

describe('A closed loop', () => {
  it('keeps that many clients at work, each with one thing at a time', async () => {
    let now = 0;
    let most = 0;
    const load = async () => {
      most = Math.max(most, ++now);
      await pause(5);
      now -= 1;
      return sample;
    };
    const { samples } = await closedLoop(load, { clients: 3, seconds: 0.1 });
    assert.equal(most, 3);
    assert.ok(samples.length > 3);
  });

  it('waits for what is under way in the end, but does not count it into the rate', async () => {
    const load = () => pause(150, sample);
    const { samples, perSecond } = await closedLoop(load, { clients: 2, seconds: 0.1 });
    assert.equal(samples.length, 2);
    assert.equal(perSecond, 0);
  });

  it('goes on after a failure and reports it', async () => {
    let count = 0;
    const load = async () => {
      if (++count === 1) throw new Error('lost');
      return pause(10, sample);
    };
    const { samples, failures } = await closedLoop(load, { clients: 1, seconds: 0.2 });
    assert.deepEqual(failures.map(String), ['Error: lost']);
    assert.ok(samples.length > 0);
  });
});
