import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { closedLoop } from '../../bench/load/closed-loop';
import { percentile } from '../../bench/statistics';
import { until } from '../until';
import { steadily, timeToFinal } from './load';
import { theSystem } from './system';

const SECONDS = 30;
const TIMES = 3;
const RECOVERED_WITHIN_MS = 30_000;
const PROMISED: readonly number[] = [201, 202, 429, 503];

describe(`${TIMES} times the orders that the system can bear, for ${SECONDS} seconds`, function () {
  this.timeout(300_000);

  // Some seconds of work for two cores.
  const system = theSystem({ MAX_ORDERS_IN_FLIGHT: '200' });
  before(() => system.stack.start());
  after(() => system.restore());

  /** Places few orders, and resolves with the time within which 95 of 100 were final; throws when one is turned away. */
  async function underLightLoad(): Promise<number> {
    const orders = await steadily(30, 6, () => timeToFinal(system, 'light-load'));
    return percentile(orders.map(({ finalMs }) => finalMs), 0.95);
  }

  /** How many orders a second end when each client waits for its order. */
  async function sustainedRate(): Promise<number> {
    const load = async () => ({ ...(await timeToFinal(system, 'at-capacity')), acceptedMs: 0, looks: 0 });
    const { perSecond, failures } = await closedLoop(load, { clients: 16, seconds: 10 });
    assert.deepEqual(failures, []);
    return perSecond;
  }

  it('are taken or turned away, never lost; and soon all is as before', async () => {
    await underLightLoad();
    // The worst of three: each is one measurement of few.
    const formerMs = Math.max(await underLightLoad(), await underLightLoad(), await underLightLoad());
    const perSecond = TIMES * (await sustainedRate());

    const answers = await steadily(Math.ceil(perSecond * SECONDS), perSecond, () => system.post({ userId: 'overload' }));
    const overAt = performance.now();
    assert.deepEqual(answers.filter(({ status }) => !PROMISED.includes(status)), []);
    const turnedAway = answers.filter(({ status }) => status >= 400);
    for (const { headers } of turnedAway) assert.match(String(headers.get('retry-after')), /^\d+$/);
    // On a single core, taking an order is as slow as deciding it: there the orders wait before the API, and not behind it.
    const isOneCore = availableParallelism() === 1;
    assert.ok(isOneCore || turnedAway.some(({ status }) => status === 429), 'nobody was turned away: this was no overload');

    let nowMs = Number.POSITIVE_INFINITY;
    // Those that are still on their way may keep new ones out.
    const isAsBefore = async () => (nowMs = await underLightLoad().catch(() => Number.POSITIVE_INFINITY)) <= 1.5 * formerMs;
    await until(`an order is final within ${Math.round(1.5 * formerMs)} ms again`, isAsBefore, RECOVERED_WITHIN_MS);
    const tookMs = performance.now() - overAt;

    const accepted = answers.filter(({ status }) => status < 400).map(({ body }) => String(body['id']));
    const ends = await system.assertWhole(accepted);
    assert.deepEqual(new Set(ends.values()), new Set(['APPROVED']));
    console.log(
      `      ${Math.round(perSecond)} a second: ${accepted.length} of ${answers.length} were accepted; `
      + `p95 ${Math.round(formerMs)} ms before, and ${Math.round(nowMs)} ms within ${Math.round(tookMs / 1000)} s after`,
    );
  });
});
