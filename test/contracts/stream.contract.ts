import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventId, type OrderEvent } from '../../domain/events';
import type { EventStream } from '../../ports/events';
import { APPROVED, newOrder, settlementOf } from './sample-orders';

/** What a reader of the stream sees of one record. */
export interface SeenRecord {
  readonly key: string;
  readonly id: string;
  readonly partition: number;
  /** The headers and the body, as one text to compare. */
  readonly bytes: string;
}

export interface StreamUnderTest {
  readonly stream: EventStream;
  /** Every record of the stream; those of one partition in their order. */
  readonly seen: () => Promise<SeenRecord[]>;
}

/** What every event stream does. `create` is called once per test. */
export function streamContract(name: string, create: () => StreamUnderTest): void {
  describe(`${name}, as an event stream`, () => {
    let stream: EventStream;
    let seen: () => Promise<SeenRecord[]>;
    beforeEach(() => ({ stream, seen } = create()));

    it("shows an order's events in order, under the order's id", async () => {
      const { orderId, events } = someEvents();
      await stream.publish(orderId, events);
      assert.deepEqual(idsUnder(orderId, await seen()), idsOf(orderId, events));
    });

    it('repeats a repeated publication with the same ids and bytes, in the same partition and order', async () => {
      const { orderId, events } = someEvents();
      await stream.publish(orderId, events);
      await stream.publish(orderId, events);
      const records = (await seen()).filter(({ key }) => key === orderId);
      const [first, second] = [records.slice(0, events.length), records.slice(events.length)];
      assert.equal(first.length, events.length);
      assert.deepEqual(second, first);
      assert.equal(new Set(records.map(({ partition }) => partition)).size, 1);
    });

    it('keeps every order in order when many are published at the same time', async () => {
      const all = Array.from({ length: 64 }, someEvents);
      await Promise.all(all.map(({ orderId, events }) => stream.publish(orderId, events)));
      const records = await seen();
      for (const { orderId, events } of all) assert.deepEqual(idsUnder(orderId, records), idsOf(orderId, events));
    });

    it('takes a publication of nothing', async () => {
      await stream.publish(randomUUID(), []);
    });
  });
}

function someEvents(): { orderId: string; events: readonly OrderEvent[] } {
  const order = newOrder();
  return { orderId: order.id, events: settlementOf(order, APPROVED).events };
}

function idsOf(orderId: string, events: readonly OrderEvent[]): string[] {
  return events.map(({ sequence }) => eventId(orderId, sequence));
}

function idsUnder(orderId: string, records: readonly SeenRecord[]): string[] {
  return records.filter(({ key }) => key === orderId).map(({ id }) => id);
}
