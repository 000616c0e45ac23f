import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../../bench/statistics';
import { steadily, timeToFinal } from './load';
import { theSystem } from './system';

const ORDERS = 100;
const PER_SECOND = 2;
const DOWN_MS = 60_000;

const bearable = (healthyMs: number) => Math.max(2 * healthyMs, healthyMs + 250);

describe('While orders come in steadily', function () {
  this.timeout(300_000);

  const system = theSystem();
  let healthyMs: number;

  /** Posts them and resolves with their ids and the time within which 95 of 100 were final. */
  async function run(userId: string): Promise<{ ids: string[]; p95Ms: number }> {
    const orders = await steadily(ORDERS, PER_SECOND, () => timeToFinal(system, userId));
    return { ids: orders.map(({ id }) => id), p95Ms: percentile(orders.map(({ finalMs }) => finalMs), 0.95) };
  }

  before(async () => {
    await system.stack.start();
    await steadily(20, 10, () => timeToFinal(system, 'warm-up'));
    const { ids, p95Ms } = await run('healthy');
    await system.assertWhole(ids);
    healthyMs = p95Ms;
  });
  afterEach(() => system.stack.start());
  after(() => system.restore());

  const STORES = {
    Kafka: { stop: ['kafka'], timeline: { status: 200, recorded: true } },
    MongoDB: { stop: ['mongo', 'events-postgres'], timeline: { status: 503, recorded: undefined } },
  } as const;
  for (const [name, { stop, timeline }] of Object.entries(STORES)) {
    it(`${name} may be away for a minute: they are decided as fast as ever, and it misses nothing`, async () => {
      await system.stack.stop(...stop);
      const down = pause(DOWN_MS);
      const { ids, p95Ms } = await run(`without-${stop[0]}`);
      const { status, body } = await system.get(`/api/order/${ids[0]}/events`);
      assert.deepEqual({ status, recorded: body['recorded'] }, timeline);
      await down;
      await system.stack.start(...stop);
      const ends = await system.assertWhole(ids);
      assert.deepEqual(new Set(ends.values()), new Set(['APPROVED']));
      // The machine may have become slower meanwhile: then so is an order with nothing wrong.
      if (p95Ms > bearable(healthyMs)) healthyMs = Math.max(healthyMs, (await run('healthy-again')).p95Ms);
      assert.ok(p95Ms <= bearable(healthyMs), `p95 ${p95Ms} ms, and ${healthyMs} ms with nothing wrong`);
      console.log(`      p95 ${Math.round(p95Ms)} ms, and ${Math.round(healthyMs)} ms with nothing wrong`);
    });
  }
});
