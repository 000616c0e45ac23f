import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { APPROVED, newOrder, settlementOf } from '../../test/contracts/sample-orders';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { KafkaStream } from './event-stream';

const { events } = settlementOf(newOrder(), APPROVED);
const options = { topic: 't', partitions: 1, replicationFactor: 1, timeoutMs: 20 };

interface Send {
  readonly producer: number;
  succeed(): void;
  fail(): void;
}

/** Producers, numbered as they are made, whose sends wait until the test ends them. */
function fakeKafka() {
  const sends: Send[] = [];
  const disconnected: number[] = [];
  let made = 0;
  const producer = () => {
    const number = (made += 1);
    return {
      connect: () => Promise.resolve(),
      send: () =>
        new Promise<void>((resolve, reject) => {
          sends.push({ producer: number, succeed: resolve, fail: () => reject(new Error('refused')) });
        }),
      disconnect: () => Promise.resolve(disconnected.push(number)),
    };
  };
  return { kafka: { producer } as unknown as Kafka, sends, disconnected };
}

describe('the stream on Kafka, when a send goes wrong', () => {
  it('is unavailable in time when a broker that was connected says no more', async () => {
    const { kafka } = fakeKafka();
    await assertUnavailable('kafka', () => new KafkaStream(kafka, options).publish('id', events), 1_000);
  });

  it('takes a new producer for the next send, and closes the old one when its last send has ended', async () => {
    const { kafka, sends, disconnected } = fakeKafka();
    const stream = new KafkaStream(kafka, { ...options, timeoutMs: 1_000 });
    const [failing, going] = [stream.publish('1', events), stream.publish('2', events)];
    await setImmediate();
    sends[0]?.fail();
    await assertUnavailable('kafka', () => failing);
    const next = stream.publish('3', events);
    await setImmediate();
    assert.deepEqual(sends.map(({ producer }) => producer), [1, 1, 2]);
    assert.deepEqual(disconnected, []);

    sends[1]?.succeed();
    await going;
    await setImmediate();
    assert.deepEqual(disconnected, [1]);

    sends[2]?.succeed();
    await next;
    await stream.close();
    assert.deepEqual(disconnected, [1, 2]);
  });

  it('keeps the new producer when another send of the old one fails later', async () => {
    const { kafka, sends } = fakeKafka();
    const stream = new KafkaStream(kafka, { ...options, timeoutMs: 1_000 });
    const old = [stream.publish('1', events), stream.publish('2', events)];
    await setImmediate();
    sends[0]?.fail();
    await assert.rejects(old[0] ?? Promise.resolve());
    const next = [stream.publish('3', events)];
    await setImmediate();
    sends[1]?.fail();
    await assert.rejects(old[1] ?? Promise.resolve());
    next.push(stream.publish('4', events));
    await setImmediate();
    assert.deepEqual(sends.map(({ producer }) => producer), [1, 1, 2, 2]);
    for (const send of sends) send.succeed();
    await Promise.all(next);
  });
});
