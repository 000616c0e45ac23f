import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Order } from '../../domain/order';
import type { Spool, SpooledOrders } from '../../ports/spool';
import { HOSTILE_USER_IDS } from './hostile-user-ids';
import { money, newOrder } from './sample-orders';
import { assertUnavailable } from './unavailable';

/** An empty spool, and access to what it stores. */
export interface SpoolUnderTest {
  readonly spool: Spool & SpooledOrders;
  /** Two things written within so long may count as written at once. */
  readonly resolutionMs: number;
  /** Stores any bytes under a name. */
  plant(name: string, bytes: string | Uint8Array): Promise<void>;
  /** What is in quarantine: its name, which ends with the one it had, what it is, and why. */
  quarantined(): Promise<{ name: string; text: string; why: string }[]>;
}

const ALL = 1000;

/** What every spool does. `create` is called once per test. */
export function spoolContract(title: string, create: () => Promise<SpoolUnderTest>): void {
  describe(`${title}, as a spool`, () => {
    let spool: Spool & SpooledOrders;
    let under: SpoolUnderTest;
    beforeEach(async () => {
      under = await create();
      ({ spool } = under);
    });

    const put = async (order: Order = newOrder()) => {
      await spool.put(order);
      const name = (await spool.names(ALL)).find((known) => known.includes(order.id));
      assert.ok(name);
      return { order, name };
    };

    it('finds an order as it was put', async () => {
      for (const order of [newOrder(), newOrder({ client: 'shop.eu-1' })]) {
        assert.deepEqual(await spool.put(order), order);
        assert.deepEqual(await spool.find(order.id), order);
      }
    });

    it('finds nothing under an id that is not there or is not an id', async () => {
      const { order } = await put();
      for (const id of [randomUUID(), '', '.', '..', 'orders', '../x', order.id.toUpperCase(), `${order.id}.json`, `${order.id}\n`, `/${order.id}`]) {
        assert.equal(await spool.find(id), undefined, JSON.stringify(id));
      }
    });

    it('puts nothing whose id is not one', async () => {
      for (const id of ['', '../x', 'aside', randomUUID().toUpperCase()]) await assert.rejects(spool.put(newOrder({ id })), /is not the id of an order/);
      assert.deepEqual(await spool.names(ALL), []);
    });

    it('changes nothing when a put is repeated', async () => {
      const { order } = await put();
      assert.deepEqual(await spool.put(order), order);
      assert.equal((await spool.names(ALL)).length, 1);
    });

    it('lets the first order under an id stand, and says so to who comes with another', async () => {
      const { order } = await put();
      assert.deepEqual(await spool.put({ ...order, value: money('2'), acceptedAt: '2026-03-02T00:00:00.000Z' }), order);
      assert.deepEqual(await spool.find(order.id), order);
    });

    it('stores one of twenty orders that are put at once under one id, and answers all of them with it', async () => {
      const { id } = newOrder();
      const orders = Array.from({ length: 20 }, (_, index) => newOrder({ id, value: money(String(index + 1)) }));
      const answers = await Promise.all(orders.map((order) => spool.put(order)));
      const stored = await spool.find(id);
      assert.ok(orders.some((order) => order.value === stored?.value && order.userId === stored.userId));
      for (const answer of answers) assert.deepEqual(answer, stored);
      assert.equal(answers.filter((answer, index) => answer === orders[index]).length, 1, 'it is the very order of who has put it');
      assert.equal((await spool.names(ALL)).length, 1);
    });

    it('names what was put, oldest first, and at most so many', async () => {
      const names: string[] = [];
      // Those that were put first have the ids that come last.
      for (const id of ['cccccccc', 'bbbbbbbb', 'aaaaaaaa'].map((start) => start + randomUUID().slice(8))) {
        const { name } = await put(newOrder({ id }));
        names.push(name);
        await setTimeout(under.resolutionMs);
      }
      assert.deepEqual(await spool.names(ALL), names);
      assert.deepEqual(await spool.names(2), names.slice(0, 2));
      assert.deepEqual(await spool.names(0), []);
    });

    it('reads by name, and nothing once that is removed, which can be repeated', async () => {
      const { order, name } = await put();
      const other = await put();
      assert.deepEqual(await spool.read(name), { order });
      await spool.remove(name);
      await spool.remove(name);
      assert.equal(await spool.read(name), undefined);
      assert.equal(await spool.find(order.id), undefined);
      assert.deepEqual(await spool.names(ALL), [other.name]);
    });

    it('takes an order again that was removed', async () => {
      const { order, name } = await put();
      await spool.remove(name);
      assert.deepEqual(await spool.put({ ...order, value: money('3') }), { ...order, value: money('3') });
    });

    it('quarantines an order, as it is and with the reason, which can be repeated', async () => {
      const { order, name } = await put();
      const other = await put();
      await spool.quarantine(name, 'it is böse 😀');
      await spool.quarantine(name, 'again');
      assert.deepEqual(await spool.names(ALL), [other.name]);
      assert.equal(await spool.find(order.id), undefined);
      const [quarantined, ...rest] = await under.quarantined();
      assert.deepEqual(rest, []);
      assert.ok(quarantined);
      assert.ok(quarantined.name.endsWith(name));
      assert.deepEqual((JSON.parse(quarantined.text) as { order: unknown }).order, order);
      assert.equal(quarantined.why.trim(), 'it is böse 😀');
    });

    it('keeps both when two different ones are quarantined under one name', async () => {
      const { order, name } = await put();
      await spool.quarantine(name, 'first');
      await setTimeout(under.resolutionMs);
      await put({ ...order, value: money('7') });
      await spool.quarantine(name, 'second');
      assert.deepEqual((await under.quarantined()).map(({ why }) => why.trim()).sort(), ['first', 'second']);
    });

    it('reads what is no order as corrupt, lists it with the others, and quarantines it as it is', async () => {
      const id = randomUUID();
      for (const [what, text] of Object.entries(corruptTexts(id))) {
        await under.plant(`${id}.json`, text);
        assert.deepEqual(await spool.names(ALL), [`${id}.json`], what);
        const read = await spool.read(`${id}.json`);
        assert.ok(read && 'corrupt' in read, what);
        await assertUnavailable('spool', () => spool.find(id));
        await assertUnavailable('spool', () => spool.put(newOrder({ id })));
        await spool.remove(`${id}.json`);
      }
      await under.plant('a stranger.txt', '\u0000');
      const stranger = await spool.read('a stranger.txt');
      assert.ok(stranger && 'corrupt' in stranger);
      await spool.quarantine('a stranger.txt', stranger.corrupt);
      assert.deepEqual((await under.quarantined()).map(({ text }) => text), ['\u0000']);
      assert.deepEqual(await spool.names(ALL), []);
    });

    for (const [kind, userId] of Object.entries(HOSTILE_USER_IDS)) {
      it(`keeps ${kind} in a user id as it is`, async () => {
        const { order, name } = await put(newOrder({ userId }));
        assert.deepEqual(await spool.find(order.id), order);
        assert.deepEqual(await spool.read(name), { order });
      });
    }
  });
}

/** What may be stored in place of the order of this id, by what is wrong with it. */
function corruptTexts(id: string): Record<string, string | Uint8Array> {
  const order = newOrder({ id });
  const stored = (changes: object) => JSON.stringify({ version: 1, order: { ...order, ...changes } });
  return {
    nothing: '',
    'half of it': stored({}).slice(0, 50),
    HTML: '<html></html>',
    null: 'null',
    'an array': '[]',
    'broken UTF-8': Buffer.concat([Buffer.from(stored({}).slice(0, -2)), Buffer.from([0xff]), Buffer.from('}}')]),
    'far too much': stored({ userId: 'x'.repeat(100_000) }),
    'another version': JSON.stringify({ version: 2, order }),
    'no version': JSON.stringify({ order }),
    'a value that is no money': stored({ value: '1e3' }),
    'a value that is a number': stored({ value: 1000 }),
    'a method that is not offered': stored({ method: 'pix' }),
    'installments that are not offered': stored({ method: 'cash', installment: 2 }),
    'no user': stored({ userId: undefined }),
    'a client that cannot be': stored({ client: 'a b' }),
    'no time': stored({ acceptedAt: 'yesterday' }),
    'something more': stored({ status: 'APPROVED' }),
    "another order's": stored({ id: randomUUID() }),
  };
}
