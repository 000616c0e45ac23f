import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { createProcessLogger } from '../../config/logger';
import { Unavailable } from '../../ports/unavailable';
import { until } from '../../test/until';
import { breaker } from './breaker';

const RETRY_AFTER_MS = 100;
const logger = createProcessLogger('breaker-test', 'error');
logger.silent = true;

/** A dependency that counts who asks, and the breaker in front of it. */
function createGuarded({ withProbe = false, retryAfterMs = RETRY_AFTER_MS } = {}) {
  const state = { down: true, asked: 0, probed: 0, closed: 0, fault: new Unavailable('temporal') as Error };
  const answer = async () => {
    if (state.down) throw state.fault;
    return 'answer';
  };
  const probe = async () => {
    state.probed += 1;
    return answer();
  };
  const through = breaker({ name: 'temporal', retryAfterMs, logger, onClose: () => (state.closed += 1), ...(withProbe && { probe }) });
  const ask = () =>
    through(() => {
      state.asked += 1;
      return answer();
    });
  return { state, through, ask };
}

async function fail(ask: () => Promise<unknown>, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await assert.rejects(ask(), Unavailable);
}

describe('A breaker', () => {
  it('asks no more once three calls in a row were not answered', async () => {
    const { state, through, ask } = createGuarded({ retryAfterMs: 60_000 });
    await fail(ask, 2);
    assert.equal(through.isOpen(), false);
    await fail(ask, 4);
    assert.equal(through.isOpen(), true);
    assert.equal(state.asked, 3);
  });

  it('names the dependency when it turns a call away, also after the dependency is back', async () => {
    const { state, ask } = createGuarded({ retryAfterMs: 60_000 });
    await fail(ask, 3);
    state.down = false;
    await assert.rejects(ask(), (error) => error instanceof Unavailable && error.dependency === 'temporal');
  });

  it('stays closed for failures that are not in a row', async () => {
    const { state, through, ask } = createGuarded();
    for (let round = 0; round < 3; round += 1) {
      state.down = true;
      await fail(ask, 2);
      state.down = false;
      assert.equal(await ask(), 'answer');
    }
    assert.equal(through.isOpen(), false);
  });

  it('counts nothing but what cannot be answered', async () => {
    const { state, through, ask } = createGuarded();
    state.fault = new Error('refused');
    for (let time = 0; time < 5; time += 1) await assert.rejects(ask(), /refused/);
    assert.equal(through.isOpen(), false);
    assert.equal(state.asked, 5);
  });

  it('lets one call try after the time, turns the others away meanwhile, and closes when it is answered', async () => {
    const { state, through, ask } = createGuarded();
    await fail(ask, 3);
    await pause(2 * RETRY_AFTER_MS);
    const late = new EventEmitter();
    const slow = through(async () => once(late, 'answer'));
    await fail(ask, 3);
    assert.equal(state.asked, 3);
    assert.equal(state.closed, 0);
    late.emit('answer', 'late');
    assert.deepEqual(await slow, ['late']);
    assert.equal(through.isOpen(), false);
    assert.equal(state.closed, 1);
  });

  it('stays open when the try is not answered, and is tried again', async () => {
    const { state, ask } = createGuarded();
    await fail(ask, 3);
    await pause(2 * RETRY_AFTER_MS);
    await fail(ask, 2);
    assert.equal(state.asked, 4);
    state.down = false;
    await until('the next try is let through', () => ask().then(() => true, () => false));
    assert.equal(state.asked, 5);
  });

  it('closes when the try is refused: that is an answer, too', async () => {
    const { state, through, ask } = createGuarded({ withProbe: true });
    await fail(ask, 3);
    state.fault = new Error('refused');
    await until('it is closed', () => !through.isOpen());
    assert.equal(state.closed, 1);
  });

  it('tries by itself, again and again, with a probe; then no call is the try', async () => {
    const { state, through, ask } = createGuarded({ withProbe: true });
    await fail(ask, 3);
    await until('it was tried twice', () => state.probed >= 2);
    await fail(ask, 1);
    assert.equal(state.asked, 3);
    state.down = false;
    await until('it is closed', () => !through.isOpen());
    assert.equal(state.closed, 1);
    assert.equal(await ask(), 'answer');
  });

  it('leaves alone what answers', async () => {
    const { state, ask } = createGuarded({ withProbe: true, retryAfterMs: 10 });
    state.down = false;
    for (let time = 0; time < 5; time += 1) await ask();
    await pause(50);
    assert.deepEqual([state.probed, state.closed], [0, 0]);
  });
});
