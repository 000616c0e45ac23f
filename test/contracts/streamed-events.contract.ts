import assert from 'node:assert/strict';
import { eventId, type OrderEvent } from '../../domain/events';
import type { EventStream, StreamedEvents } from '../../ports/events';
import { APPROVED, newOrder, settlementOf } from './sample-orders';

export interface StreamedUnderTest {
  readonly stream: EventStream;
  readonly streamed: StreamedEvents;
}

/** What every reader of the stream sees. `create` is called once per test. */
export function streamedEventsContract(name: string, create: () => StreamedUnderTest): void {
  describe(`${name}, as a stream to read`, () => {
    let stream: EventStream;
    let streamed: StreamedEvents;
    beforeEach(() => void ({ stream, streamed } = create()));

    const someEvents = (userId?: string) => {
      const order = newOrder(userId === undefined ? {} : { userId });
      return { id: order.id, events: settlementOf(order, APPROVED).events };
    };
    const texts = (id: string, events: readonly OrderEvent[]) =>
      events.map((event) => ({ id: eventId(id, event.sequence), text: JSON.stringify(event) }));

    it('shows what was published of the orders asked for, to the byte, and of no others', async () => {
      const [one, two, other] = [someEvents(`\u2028 "é\u0301\\ 😀`), someEvents(), someEvents()];
      for (const { id, events } of [one, two, other]) await stream.publish(id, events);
      const found = await streamed.read(new Set([one.id, two.id, newOrder().id]), 0);
      assert.deepEqual([...found.keys()].sort(), [one.id, two.id].sort());
      for (const { id, events } of [one, two]) assert.deepEqual(found.get(id), texts(id, events));
    });

    it('leaves out a repetition that is equal, and shows one that is not', async () => {
      const { id, events } = someEvents();
      const differing = events.map((event) => ({ ...event, at: '2030-01-01T00:00:00.000Z' }));
      for (const some of [events, events, differing.slice(0, 1)]) await stream.publish(id, some);
      const found = await streamed.read(new Set([id]), 0);
      assert.deepEqual(found.get(id), [...texts(id, events), ...texts(id, differing.slice(0, 1))]);
    });

    it('shows nothing when nothing is asked for, or there', async () => {
      assert.deepEqual(await streamed.read(new Set(), 0), new Map());
      assert.deepEqual(await streamed.read(new Set([newOrder().id]), 0), new Map());
    });
  });
}
