import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import type { CountedEvent, Inbox } from '../../examples/consumer/consume-record';

/** What has happened on a day: received, their value in all, approved, canceled. */
export type DayCounts = readonly [received: number, value: number, approved: number, canceled: number];

export interface InboxUnderTest {
  readonly inbox: Inbox;
  readonly countsOf: (day: string) => Promise<DayCounts>;
}

/** A day of this test alone, so that suites can run again and again on one store. */
export function newDay(): string {
  return new Date(Date.UTC(randomInt(3000, 9000), 0, randomInt(1, 366))).toISOString().slice(0, 10);
}

export function receivedOn(day: string, value: string): CountedEvent {
  return { id: randomUUID(), day, type: 'order.received.v1', value };
}

/** What every inbox does. `create` is called once per test. */
export function inboxContract(name: string, create: () => InboxUnderTest): void {
  describe(`${name}, as an inbox`, () => {
    let inbox: Inbox;
    let countsOf: InboxUnderTest['countsOf'];
    let day: string;
    beforeEach(async () => {
      ({ inbox, countsOf } = create());
      day = newDay();
      await inbox.prepare();
    });

    it('counts what happened on a day', async () => {
      const ended = (type: 'order.approved.v1' | 'order.canceled.v1') => ({ id: randomUUID(), day, type });
      const events = [receivedOn(day, '10.25'), receivedOn(day, '0.5'), ended('order.approved.v1'), ended('order.canceled.v1')];
      for (const event of events) assert.equal(await inbox.take(event), 'taken');
      assert.deepEqual(await countsOf(day), [2, 10.75, 1, 1]);
      assert.deepEqual(await countsOf(newDay()), [0, 0, 0, 0]);
    });

    it('lets an event that comes again have no second effect', async () => {
      const event = receivedOn(day, '5');
      assert.equal(await inbox.take(event), 'taken');
      assert.equal(await inbox.take(event), 'duplicate');
      assert.deepEqual(await countsOf(day), [1, 5, 0, 0]);
    });

    it('lets an event that comes several times at once have one effect', async () => {
      const event = receivedOn(day, '5');
      const answers = await Promise.all(Array.from({ length: 8 }, () => inbox.take(event)));
      assert.equal(answers.filter((answer) => answer === 'taken').length, 1);
      assert.deepEqual(await countsOf(day), [1, 5, 0, 0]);
    });

    it('loses no count when many events of a day come at once', async () => {
      await Promise.all(Array.from({ length: 32 }, () => inbox.take(receivedOn(day, '0.01'))));
      assert.deepEqual(await countsOf(day), [32, 0.32, 0, 0]);
    });

    it('can be prepared by several at once, and again', async () => {
      const event = receivedOn(day, '5');
      await inbox.take(event);
      await Promise.all(Array.from({ length: 4 }, () => inbox.prepare()));
      assert.equal(await inbox.take(event), 'duplicate');
    });
  });
}
