import assert from 'node:assert/strict';
import { loadConfig } from '../../config/config';
import { eventId } from '../../domain/events';
import { closedPort } from '../../test/contracts/closed-port';
import { eventually } from '../../test/contracts/eventually';
import { createOwnTopic, type OwnTopic } from '../../test/contracts/own-topic';
import { APPROVED, newOrder, settlementOf } from '../../test/contracts/sample-orders';
import { streamedEventsContract } from '../../test/contracts/streamed-events.contract';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { createKafka } from './connection';
import { toKafkaMessage } from './event-message';
import { KafkaStream } from './event-stream';
import { KafkaStreamReader } from './stream-reader';

const config = loadConfig();
const kafka = createKafka({ brokers: config.KAFKA_BROKERS, tls: config.KAFKA_TLS, timeoutMs: 2_000 });
const QUIET_MS = 10_000;

describe('the stream on Kafka, read back', function () {
  this.timeout(30_000);

  let own: OwnTopic;
  let stream: KafkaStream;
  let reader: KafkaStreamReader;
  before(async () => {
    own = await createOwnTopic(kafka, { partitions: 3, settings: { 'max.message.bytes': '4096' } });
    stream = new KafkaStream(kafka, { topic: own.topic, partitions: 3, replicationFactor: 1, timeoutMs: 2_000 });
    reader = new KafkaStreamReader(kafka, { topic: own.topic, quietMs: QUIET_MS });
    // A cluster that has just been made takes a while before it lets the first reader in.
    const { id } = newOrder();
    await own.write(own.topic, [{ key: id, value: '{}', headers: { ce_id: id }, timestamp: '1' }]);
    await eventually(() => reader.read(new Set([id]), 0));
  });
  after(async () => {
    await stream.close();
    await own.remove();
  });

  streamedEventsContract('Kafka', () => ({ stream, streamed: reader }));

  it('begins at the given time', async () => {
    const order = newOrder();
    const [first, second, third] = settlementOf(order, APPROVED).events.map((event) => toKafkaMessage(order.id, event));
    assert.ok(first && second && third);
    await own.write(own.topic, [{ ...first, timestamp: '1000' }, { ...second, timestamp: '2000' }, { ...third, timestamp: '3000' }]);
    const idsSince = async (sinceMs: number) => ((await reader.read(new Set([order.id]), sinceMs)).get(order.id) ?? []).map(({ id }) => id);
    assert.deepEqual(await idsSince(0), [1, 2, 3].map((sequence) => eventId(order.id, sequence)));
    assert.deepEqual(await idsSince(2_000), [2, 3].map((sequence) => eventId(order.id, sequence)));
    assert.deepEqual(await idsSince(Date.now() + 60_000), []);
  });

  it('counts what became a dead letter as published, without its text', async () => {
    const order = newOrder();
    const { events } = settlementOf(order, APPROVED);
    const large = { ...events[1], data: { source: 'x'.repeat(8_000) } } as unknown as (typeof events)[number];
    await stream.publish(order.id, [events[0], large, events[2]].filter((event) => event !== undefined));
    const found = (await reader.read(new Set([order.id]), 0)).get(order.id) ?? [];
    const seen = new Map(found.map(({ id, text }) => [id, text !== undefined]));
    assert.deepEqual(seen, new Map([[eventId(order.id, 1), true], [eventId(order.id, 3), true], [eventId(order.id, 2), false]]));
  });

  it('is unavailable when nobody listens', async () => {
    const nowhere = createKafka({ brokers: [`127.0.0.1:${await closedPort()}`], tls: false, timeoutMs: 200 });
    const away = new KafkaStreamReader(nowhere, { topic: 't', quietMs: 200 });
    await assertUnavailable('kafka', () => away.read(new Set(['id']), 0), 5_000);
  });
});
