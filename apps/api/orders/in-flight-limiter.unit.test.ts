import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { Unavailable } from '../../../ports/unavailable';
import { createProcessLogger } from '../../../config/logger';
import { Problem } from '../http/problem';
import { createInFlightLimiter } from './in-flight-limiter';

const MOST = 3;

/** A limiter for three orders, a clock to set, and a store to say how many are in flight there. */
function limiterUnderTest(most = MOST) {
  const world = { nowMs: 10_000, inFlight: 0 as number | 'unknown', counts: 0, turnedAway: 0, isSpooling: false, asked: [] as number[] };
  const logger = createProcessLogger('limiter-test', 'error');
  logger.silent = true;
  const limiter = createInFlightLimiter({
    most,
    logger,
    now: () => world.nowMs,
    isSpooling: () => world.isSpooling,
    onTurnedAway: () => (world.turnedAway += 1),
    orders: {
      inFlight: async (atMost) => {
        world.counts += 1;
        world.asked.push(atMost);
        if (world.inFlight === 'unknown') throw new Unavailable('postgres');
        return Math.min(world.inFlight, atMost);
      },
    },
  });
  const passes = async (): Promise<boolean> => {
    const passed = await limiter.run(async () => true).catch((error: unknown) => {
      assert.ok(error instanceof Problem && error.code === 'TOO_MANY_ORDERS');
      assert.equal(error.headers['Retry-After'], '2');
      return false;
    });
    await setImmediate();
    return passed;
  };
  return { world, limiter, passes };
}

describe('The in-flight limiter', () => {
  it('lets everybody pass while orders go to the spool', async () => {
    const { world, passes } = limiterUnderTest();
    world.inFlight = MOST;
    await passes();
    assert.equal(await passes(), false);
    world.isSpooling = true;
    assert.equal(await passes(), true);
    world.isSpooling = false;
    assert.equal(await passes(), false);
  });

  it('lets as many pass as may be in flight, and counts those it has let pass since the store was asked', async () => {
    const { world, passes } = limiterUnderTest();
    for (const expected of [true, true, true, false, false]) assert.equal(await passes(), expected);
    assert.equal(world.turnedAway, 2);
    assert.equal(world.counts, 1);
  });

  it('is full when the store says so, and opens with a later count', async () => {
    const { world, passes } = limiterUnderTest();
    world.inFlight = 50;
    assert.equal(await passes(), true, 'nothing is known yet');
    assert.equal(await passes(), false);
    world.inFlight = 2;
    world.nowMs += 999;
    assert.equal(await passes(), false, 'it asks once a second');
    world.nowMs += 1;
    assert.equal(await passes(), false, 'nobody waits for the count');
    assert.equal(await passes(), true);
    assert.equal(await passes(), false);
    assert.deepEqual(world.asked, [MOST, MOST]);
  });

  it('counts those that are on their way into the store while it is asked', async () => {
    const { world, limiter, passes } = limiterUnderTest();
    const slow = Array.from({ length: 2 }, () => {
      let done = () => undefined as void;
      const passed = limiter.run(() => new Promise<void>((resolve) => (done = resolve)));
      return { passed, done: () => done() };
    });
    await setImmediate();
    world.nowMs += 1_000;
    assert.equal(await passes(), true);
    assert.equal(await passes(), false);
    for (const { passed, done } of slow) {
      done();
      await passed;
    }
    world.nowMs += 1_000;
    await passes();
    assert.equal(await passes(), true, 'they are known to the store now');
  });

  it('lets everybody pass when the number cannot be had, and when it is old', async () => {
    const { world, passes } = limiterUnderTest();
    world.inFlight = 50;
    await passes();
    assert.equal(await passes(), false);
    world.inFlight = 'unknown';
    for (let second = 1; second <= 5; second += 1) {
      world.nowMs += 1_000;
      assert.equal(await passes(), false, 'the last count is good for five seconds');
    }
    world.nowMs += 1;
    for (let time = 0; time < 10; time += 1) assert.equal(await passes(), true);
    assert.equal(world.counts, 6);
  });

  it('asks one question at a time, however long the answer takes', async () => {
    const { world, limiter } = limiterUnderTest();
    let counts = 0;
    const hanging = createInFlightLimiter({
      most: MOST,
      logger: createProcessLogger('limiter-test', 'error'),
      now: () => world.nowMs,
      onTurnedAway: () => undefined,
      orders: { inFlight: () => new Promise(() => void (counts += 1)) },
    });
    for (let time = 0; time < 10; time += 1) {
      world.nowMs += 1_000;
      await hanging.run(async () => undefined);
    }
    assert.equal(counts, 1);
    await limiter.run(async () => undefined);
  });

  it('lets what fails pass again, and hands on how it failed', async () => {
    const { limiter, passes, world } = limiterUnderTest();
    await assert.rejects(limiter.run(() => Promise.reject(new Unavailable('temporal'))), Unavailable);
    await setImmediate();
    world.nowMs += 1_000;
    await passes();
    for (const expected of [true, true, false]) assert.equal(await passes(), expected);
  });

  it('lets everybody pass, and asks nobody, when there is no limit', async () => {
    const { world, passes } = limiterUnderTest(0);
    world.inFlight = 1_000_000;
    for (let time = 0; time < 10; time += 1) assert.equal(await passes(), true);
    assert.equal(world.counts, 0);
  });
});
