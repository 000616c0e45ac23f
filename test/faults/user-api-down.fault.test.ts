import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../until';
import { holdsAt } from './holds';
import { untilFinal } from './load';
import { theSystem } from './system';

const DOWN_MS = 30_000;
const EACH = 10;
const DECIDED_WITHIN_MS = 30_000;

const usersNamed = (name: string) => Array.from({ length: EACH }, () => `${name}-${randomUUID()}`);

describe('The user service away for half a minute', function () {
  this.timeout(180_000);

  const system = theSystem();

  before(() => system.stack.start());
  after(() => system.restore());

  it('is stood in for by its last answers, and who is not known is held until it is back', async () => {
    const known = [...usersNamed('known'), ...usersNamed('known-invalid')];
    const before = await Promise.all(known.map((userId) => system.order(userId)));
    await system.assertWhole(before);

    await system.stack.stop('user-api');
    const down = pause(DOWN_MS);
    const cached = await Promise.all(known.map((userId) => system.order(userId)));
    const held = await Promise.all([...usersNamed('new'), ...usersNamed('new-invalid')].map((userId) => system.order(userId)));
    const ends = await Promise.all(cached.map((id) => untilFinal(system, id, DOWN_MS)));
    assert.deepEqual(ends, [...Array<string>(EACH).fill('APPROVED'), ...Array<string>(EACH).fill('CANCELED')]);
    await until('those of unknown users are held', async () => (await holdsAt(system, 'held')).size === held.length, DOWN_MS);
    const holds = await holdsAt(system, 'held');
    for (const id of held) assert.equal(holds.get(id)?.cause, 'USER_CHECK_UNAVAILABLE');
    for (const id of held) assert.equal((await system.get(`/api/order/${id}`)).body['status'], 'PROCESSING');

    await down;
    await system.stack.start('user-api');
    await Promise.all(held.map((id) => untilFinal(system, id, DECIDED_WITHIN_MS)));
    const outcomes = await system.assertWhole([...cached, ...held]);
    const expected = [...Array<string>(EACH).fill('APPROVED'), ...Array<string>(EACH).fill('CANCELED USER_INVALID')];
    assert.deepEqual([...outcomes.values()], [...expected, ...expected]);
    assert.equal((await holdsAt(system, 'held')).size, 0);
  });
});

describe('An order that may be held for a few seconds only', function () {
  this.timeout(120_000);

  const HOLD_MS = 6_000;
  const system = theSystem({ HOLD_MS: String(HOLD_MS) });

  before(() => system.stack.start());
  after(() => system.restore());

  async function heldOrder(): Promise<{ id: string; until: number }> {
    const id = await system.order(`new-${randomUUID()}`);
    await until('it is held', async () => (await holdsAt(system, 'held')).has(id));
    return { id, until: Date.parse((await holdsAt(system, 'held')).get(id)?.until ?? '') };
  }

  it('is decided by an answer when the worker comes back after its time is over', async () => {
    await system.users('fail');
    const order = await heldOrder();
    await system.stack.stop('worker');
    await system.users('ok');
    await pause(order.until + 1_000 - Date.now());
    assert.equal((await system.get(`/api/order/${order.id}`)).body['status'], 'PROCESSING');
    await system.stack.start('worker');
    assert.equal((await system.assertWhole([order.id])).get(order.id), 'APPROVED');
  });

  for (const mode of ['rubbish', 'hang', 'fail'] as const) {
    it(`is canceled, and never approved, when the service answers it with nothing but: ${mode}`, async () => {
      await system.users(mode);
      const { id } = await heldOrder();
      assert.equal((await system.assertWhole([id])).get(id), 'CANCELED CHECK_UNAVAILABLE');
    });
  }
});
