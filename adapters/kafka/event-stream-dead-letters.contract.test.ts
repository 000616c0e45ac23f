import assert from 'node:assert/strict';
import { type Admin, ConfigResourceTypes, ConfigSource } from 'kafkajs';
import { loadConfig } from '../../config/config';
import { eventId, type OrderEvent } from '../../domain/events';
import type { RawRecord } from '../../ports/dead-letters';
import { eventually } from '../../test/contracts/eventually';
import { createOwnTopic, type OwnTopic } from '../../test/contracts/own-topic';
import { readRawTopic } from '../../test/contracts/read-raw-topic';
import { APPROVED, newOrder, settlementOf } from '../../test/contracts/sample-orders';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { createKafka } from './connection';
import { headersOf, toKafkaMessage } from './event-message';
import { KafkaStream } from './event-stream';

const TAKES_BYTES = 2_000;
const config = loadConfig();
const kafka = createKafka({ brokers: config.KAFKA_BROKERS, tls: config.KAFKA_TLS, timeoutMs: 5_000 });

describe('an event that Kafka never takes', () => {
  let own: OwnTopic;
  let stream: KafkaStream;
  beforeEach(async () => {
    own = await createOwnTopic(kafka, { settings: { 'max.message.bytes': String(TAKES_BYTES) } });
    stream = new KafkaStream(kafka, { topic: own.topic, partitions: 1, replicationFactor: 1, timeoutMs: 5_000 });
  });
  afterEach(async () => {
    await stream.close();
    await own.remove();
  });

  const order = newOrder();
  const events = (...userIds: string[]): OrderEvent[] => {
    const { events: ordinary } = settlementOf(order, APPROVED);
    const [received] = ordinary;
    if (received?.type !== 'order.received') throw new Error('an order begins by being received');
    return userIds.map((user_id, index) => ({ ...received, sequence: index + 1, data: { ...received.data, user_id } }));
  };
  const large = 'x'.repeat(2 * TAKES_BYTES);
  const idOf = ({ headers }: RawRecord) => textOf(headers, 'ce_id');
  const idsOn = async (topic: string) => (await readRawTopic(kafka, topic)).map(idOf);

  it('because it is too large goes to the dead letters with its bytes, and the others to the stream, in order', async () => {
    const published = events('one', large, 'three');
    await stream.publish(order.id, published);
    assert.deepEqual(await idsOn(own.topic), [eventId(order.id, 1), eventId(order.id, 3)]);

    const [letter, ...more] = await readRawTopic(kafka, own.dead);
    assert.equal(more.length, 0);
    const wouldBe = toKafkaMessage(order.id, published[1] ?? assert.fail());
    assert.deepEqual([letter?.key?.toString(), letter?.value?.toString()], [order.id, wouldBe.value]);
    const headers = letter?.headers ?? [];
    assert.deepEqual(headers.filter(([name]) => !name.startsWith('dlq_')), headersOf(wouldBe.headers));
    assert.deepEqual(
      ['dlq_reason', 'dlq_topic', 'dlq_event_id'].map((name) => textOf(headers, name)),
      ['too-large', own.topic, eventId(order.id, 2)],
    );
    assert.match(textOf(headers, 'dlq_error') ?? '', /larger than/);
    assert.ok(Math.abs(Date.parse(textOf(headers, 'dlq_at') ?? '') - Date.now()) < 60_000);
  });

  it('together with the others, but alone it does, is no dead letter', async () => {
    const published = events(...Array.from({ length: 4 }, (_, index) => String(index).repeat(TAKES_BYTES / 4)));
    await stream.publish(order.id, published);
    assert.deepEqual(await idsOn(own.topic), published.map(({ sequence }) => eventId(order.id, sequence)));
    assert.deepEqual(await idsOn(own.dead), []);
  });

  it('because it cannot be written down goes to the dead letters as it would be printed', async () => {
    const [first, second] = events('one', 'two');
    const data = { ...second?.data, value: 10n };
    await stream.publish(order.id, [first, { ...second, data }] as unknown as OrderEvent[]);
    assert.deepEqual(await idsOn(own.topic), [eventId(order.id, 1)]);
    const [letter] = await readRawTopic(kafka, own.dead);
    assert.equal(textOf(letter?.headers ?? [], 'dlq_reason'), 'unserialisable');
    assert.equal(letter && idOf(letter), eventId(order.id, 2));
    assert.match(letter?.value?.toString() ?? '', /value: 10n/);
  });

  it('is published again and again while its dead letter cannot be written, and lost nowhere', async () => {
    await own.withAdmin((admin) => admin.deleteTopics({ topics: [own.dead] }));
    const published = events('one', large);
    await assertUnavailable('kafka', () => stream.publish(order.id, published), 6_000);
    await stream.prepare();
    await eventually(() => stream.publish(order.id, published));
    assert.deepEqual(await idsOn(own.dead), [eventId(order.id, 2)]);
    assert.deepEqual(new Set(await idsOn(own.topic)), new Set([eventId(order.id, 1)]));
  });

  it('and that the dead letters do not take either stays with the publisher', async () => {
    const huge = 'x'.repeat(17 * 1024 * 1024);
    await assertUnavailable('kafka', () => stream.publish(order.id, events(huge)), 6_000);
  });
});

describe('the topic of the dead letters', () => {
  it('keeps everything, however it was made, and loses none of its other settings', async () => {
    const own = await createOwnTopic(kafka);
    const expected = { 'retention.ms': '-1', 'retention.bytes': '-1', 'cleanup.policy': 'delete', 'max.message.bytes': '16777216' };
    assert.deepEqual(await own.withAdmin((admin) => settingsOf(admin, own.dead)), expected);

    const others = { 'retention.ms': '1000', 'cleanup.policy': 'compact', 'max.message.bytes': '20000000', 'segment.ms': '100000000' };
    await own.withAdmin(async (admin) => {
      const configEntries = Object.entries(others).map(([name, value]) => ({ name, value }));
      await admin.alterConfigs({ validateOnly: false, resources: [{ type: ConfigResourceTypes.TOPIC, name: own.dead, configEntries }] });
    });
    const stream = new KafkaStream(kafka, { topic: own.topic, partitions: 1, replicationFactor: 1, timeoutMs: 5_000 });
    for (const round of ['altered', 'left alone']) {
      await stream.prepare();
      const settings = await own.withAdmin((admin) => settingsOf(admin, own.dead));
      assert.deepEqual(settings, { ...expected, 'max.message.bytes': '20000000', 'segment.ms': '100000000' }, round);
    }
    await own.remove();
  });
});

async function settingsOf(admin: Admin, name: string): Promise<Record<string, string>> {
  const { resources } = await admin.describeConfigs({ resources: [{ type: ConfigResourceTypes.TOPIC, name }], includeSynonyms: false });
  const own = resources.flatMap(({ configEntries }) => configEntries).filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG);
  return Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
}

function textOf(headers: RawRecord['headers'], name: string): string | undefined {
  return headers.find(([header]) => header === name)?.[1].toString();
}
