import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { OrderEvent } from '../../domain/events';
import type { EventLog, EventReader } from '../../ports/events';
import { HOSTILE_USER_IDS } from './hostile-user-ids';
import { CANCELED, newOrder, settlementOf } from './sample-orders';

/** What every event log does. `create` is called once per test. */
export function eventsContract(name: string, create: () => EventLog & EventReader): void {
  describe(`${name}, as an event log`, () => {
    let log: EventLog & EventReader;
    beforeEach(() => (log = create()));

    it('reads what was appended, to the byte', async () => {
      const { orderId, events } = someEvents();
      await log.append(orderId, events);
      assert.equal(JSON.stringify(await log.read(orderId)), JSON.stringify(events));
    });

    it('reads nothing of an order without events', async () => {
      assert.deepEqual(await log.read(randomUUID()), []);
      for (const id of ['', '$ne', '{"$gt":""}', `'`]) assert.deepEqual(await log.read(id), []);
    });

    it('changes nothing when an append is repeated', async () => {
      const { orderId, events } = someEvents();
      await log.append(orderId, events);
      await log.append(orderId, events);
      assert.equal(JSON.stringify(await log.read(orderId)), JSON.stringify(events));
    });

    it('adds what is new of an append that overlaps, and leaves what is there', async () => {
      const { orderId, events } = someEvents();
      const [first, ...rest] = events;
      assert.ok(first);
      await log.append(orderId, [first]);
      await log.append(orderId, [{ ...first, at: '2030-01-01T00:00:00.000Z' }, ...rest]);
      assert.equal(JSON.stringify(await log.read(orderId)), JSON.stringify(events));
    });

    it('reads by sequence, whatever the order of the appends', async () => {
      const { orderId, events } = someEvents();
      for (const event of events.toReversed()) await log.append(orderId, [event]);
      assert.deepEqual(await log.read(orderId), events);
    });

    it('keeps each event once when many append at the same time', async () => {
      const { orderId, events } = someEvents();
      await Promise.all(Array.from({ length: 10 }, () => log.append(orderId, events)));
      assert.deepEqual(await log.read(orderId), events);
    });

    it('keeps orders apart', async () => {
      const [one, other] = [someEvents(), someEvents()];
      await Promise.all([log.append(one.orderId, one.events), log.append(other.orderId, other.events)]);
      assert.deepEqual(await log.read(one.orderId), one.events);
      assert.deepEqual(await log.read(other.orderId), other.events);
    });

    it('takes an append of nothing', async () => {
      await log.append(randomUUID(), []);
    });

    for (const [kind, userId] of Object.entries(HOSTILE_USER_IDS)) {
      it(`keeps ${kind} in an event as it is`, async () => {
        const { orderId, events } = someEvents(userId);
        await log.append(orderId, events);
        assert.equal(JSON.stringify(await log.read(orderId)), JSON.stringify(events));
      });
    }
  });
}

function someEvents(userId?: string): { orderId: string; events: readonly OrderEvent[] } {
  const order = newOrder(userId === undefined ? {} : { userId });
  const { events } = settlementOf(order, CANCELED);
  return { orderId: order.id, events };
}
