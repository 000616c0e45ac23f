import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { loadConfig } from '../../config/config';
import { closedPort, withSilentServer } from '../../test/contracts/closed-port';
import { eventually } from '../../test/contracts/eventually';
import { readTopic } from '../../test/contracts/read-topic';
import { APPROVED, newOrder, settlementOf } from '../../test/contracts/sample-orders';
import { streamContract } from '../../test/contracts/stream.contract';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { openProxy } from '../../test/faults/proxy/proxy';
import { createKafka } from './connection';
import { KafkaStream } from './event-stream';

const config = loadConfig();
const kafka = createKafka({ brokers: config.KAFKA_BROKERS, tls: config.KAFKA_TLS, timeoutMs: 2_000 });
const order = newOrder();
const { events } = settlementOf(order, APPROVED);

function streamOn(topic: string): KafkaStream {
  return new KafkaStream(kafka, { topic, partitions: 6, replicationFactor: 1, timeoutMs: 2_000 });
}

function newTopic(): string {
  return `contract.${randomUUID()}`;
}

async function withAdmin<T>(work: (admin: ReturnType<typeof kafka.admin>) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  return work(admin).finally(() => admin.disconnect());
}

async function remove(topic: string): Promise<void> {
  await withAdmin((admin) => admin.deleteTopics({ topics: [topic, `${topic}.dlq`] }));
}

describe('the stream on Kafka', () => {
  const topic = newTopic();
  const stream = streamOn(topic);
  before(() => stream.prepare());
  after(async () => {
    await stream.close();
    await remove(topic);
  });

  streamContract('Kafka', () => ({
    stream,
    seen: async () =>
      (await readTopic(config.KAFKA_BROKERS, topic)).map(({ key, headers, value, partition }) => ({
        key,
        id: headers['ce_id'] ?? '',
        partition,
        bytes: JSON.stringify([headers, value]),
      })),
  }));

  it('has CloudEvents in binary mode', async () => {
    await stream.publish(order.id, events);
    const [received] = (await readTopic(config.KAFKA_BROKERS, topic)).filter(({ key }) => key === order.id);
    assert.deepEqual(received?.headers, {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: `${order.id}:1`,
      ce_type: 'order.received.v1',
      ce_source: '/durable-orders',
      ce_subject: order.id,
      ce_time: events[0]?.at,
      ce_sequence: '1',
    });
    assert.equal(received?.value, JSON.stringify(events[0]?.data));
  });

  // The values are those of the tests of Kafka's own murmur2.
  const murmur2 = { '21': -973932308, foobar: -790332482, 'a-little-bit-long-string': -985981536 };
  for (const [key, hash] of Object.entries(murmur2)) {
    it(`puts the key ${key} where the Java clients put it`, async () => {
      await stream.publish(key, events);
      const partitions = (await readTopic(config.KAFKA_BROKERS, topic)).filter((record) => record.key === key);
      assert.deepEqual(new Set(partitions.map(({ partition }) => partition)), new Set([(hash & 0x7fffffff) % 6]));
    });
  }

  it('answers a ping, closes, and opens again by itself', async () => {
    await stream.ping();
    await stream.close();
    await stream.close();
    await stream.publish(order.id, events);
  });
});

describe('the topics of the stream', () => {
  const topics: string[] = [];
  const fresh = () => {
    const topic = newTopic();
    topics.push(topic);
    return topic;
  };
  after(() => Promise.all(topics.map((topic) => remove(topic))));

  it('are made with their partitions, by several processes at once and again', async () => {
    const topic = fresh();
    await Promise.all(Array.from({ length: 4 }, () => streamOn(topic).prepare()));
    await streamOn(topic).prepare();
    const made = await withAdmin((admin) => admin.fetchTopicMetadata({ topics: [topic, `${topic}.dlq`] }));
    const sizes = made.topics.map(({ name, partitions }) => [name, partitions.length]);
    assert.deepEqual(Object.fromEntries(sizes), { [topic]: 6, [`${topic}.dlq`]: 1 });
  });

  it('are completed when one of them is there', async () => {
    const topic = fresh();
    await withAdmin((admin) => admin.createTopics({ topics: [{ topic, numPartitions: 2 }] }));
    await streamOn(topic).prepare();
    const made = await withAdmin((admin) => admin.fetchTopicMetadata({ topics: [topic, `${topic}.dlq`] }));
    assert.equal(made.topics.length, 2);
  });

  it('are missed by a ping and by a publication, which works once they are made', async () => {
    const topic = fresh();
    const stream = streamOn(topic);
    await assertUnavailable('kafka', () => stream.ping());
    await assertUnavailable('kafka', () => stream.publish(order.id, events));
    await stream.prepare();
    await stream.ping();
    await stream.publish(order.id, events);
    assert.equal((await readTopic(config.KAFKA_BROKERS, topic)).length, events.length);
    await stream.close();
  });
});

describe('a Kafka that is not there', () => {
  async function assertEverythingUnavailable(port: number): Promise<void> {
    const nowhere = createKafka({ brokers: [`127.0.0.1:${port}`], tls: false, timeoutMs: 200 });
    const stream = new KafkaStream(nowhere, { topic: 't', partitions: 1, replicationFactor: 1, timeoutMs: 200 });
    const inTime = 2_000;
    await Promise.all(Array.from({ length: 32 }, () => assertUnavailable('kafka', () => stream.publish('id', events), inTime)));
    await assertUnavailable('kafka', () => stream.publish('id', events), inTime);
    await assertUnavailable('kafka', () => stream.ping(), inTime);
    await assertUnavailable('kafka', () => stream.prepare(), inTime);
    await stream.close();
  }

  it('is unavailable, in time, when nobody listens', async () => assertEverythingUnavailable(await closedPort()));
  it('is unavailable, in time, when nobody answers', () => withSilentServer(assertEverythingUnavailable));

  it('is there as soon as its brokers are', async () => {
    const [host = '', brokerPort] = (config.KAFKA_BROKERS[0] ?? '').split(':');
    const port = await closedPort();
    const late = createKafka({ brokers: [`127.0.0.1:${port}`], tls: config.KAFKA_TLS, timeoutMs: 1_000 });
    const topic = newTopic();
    const stream = new KafkaStream(late, { topic, partitions: 1, replicationFactor: 1, timeoutMs: 1_000 });
    await assertUnavailable('kafka', () => stream.prepare());
    await assertUnavailable('kafka', () => stream.publish(order.id, events));
    const proxy = await openProxy(port, { host, port: Number(brokerPort) });
    await eventually(() => stream.prepare());
    await eventually(() => stream.publish(order.id, events));
    await stream.close();
    await proxy.down();
    await remove(topic);
  });
});
