import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Message } from 'kafkajs';
import { migrationLogin, postgresLogin } from '../../apps/runtime/compose';
import { loadConfig } from '../../config/config';
import { eventId } from '../../domain/events';
import { consumeRecord } from '../../examples/consumer/consume-record';
import { PostgresInbox } from '../../examples/consumer/inbox';
import type { StreamRecord, Verdict } from '../../ports/events';
import { Unavailable } from '../../ports/unavailable';
import { closedPort, withSilentServer } from '../../test/contracts/closed-port';
import { newDay } from '../../test/contracts/inbox.contract';
import { createOwnTopic, type OwnTopic } from '../../test/contracts/own-topic';
import { readRawTopic } from '../../test/contracts/read-raw-topic';
import { APPROVED, newOrder, settlementOf } from '../../test/contracts/sample-orders';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { MemoryInbox } from '../../test/fakes/inbox';
import { until } from '../../test/until';
import { createPostgresPool } from '../postgres/connection';
import { createKafka } from './connection';
import { KafkaDeadLetters } from './dead-letters';
import { KafkaEventSource } from './event-source';
import { KafkaStream } from './event-stream';

const PARTITIONS = 3;
const config = loadConfig();
const kafka = createKafka({ brokers: config.KAFKA_BROKERS, tls: config.KAFKA_TLS, timeoutMs: 5_000 });
type Take = (record: StreamRecord) => Promise<Verdict>;

describe('the stream on Kafka, for a consumer', () => {
  let own: OwnTopic;
  let stream: KafkaStream;
  let groupId: string;
  let deadLetters: string[];
  beforeEach(async () => {
    own = await createOwnTopic(kafka, { partitions: PARTITIONS });
    stream = new KafkaStream(kafka, { topic: own.topic, partitions: PARTITIONS, replicationFactor: 1, timeoutMs: 5_000 });
    groupId = `contract-${randomUUID()}`;
    deadLetters = [];
  });
  afterEach(async () => {
    await stream.close();
    await own.withAdmin((admin) => admin.deleteGroups([groupId]));
    await own.remove();
  });

  const source = (from = kafka) =>
    new KafkaEventSource(from, { topic: own.topic, groupId, timeoutMs: 5_000, onDeadLetter: (_, why) => deadLetters.push(why) });

  /** Consumes until the condition holds; throws what consuming throws. */
  async function consumeUntil(what: string, holds: () => boolean | Promise<boolean>, take: Take): Promise<void> {
    const stop = new AbortController();
    const consuming = source().consume(take, stop.signal);
    let hasEnded = false;
    const ended = consuming.finally(() => (hasEnded = true));
    ended.catch(() => undefined);
    await until(what, async () => hasEnded || (await holds()), 15_000).finally(() => stop.abort());
    await ended;
  }

  async function publishOrders(count: number) {
    const orders = Array.from({ length: count }, () => newOrder());
    await Promise.all(orders.map((order) => stream.publish(order.id, settlementOf(order, APPROVED).events)));
    return orders;
  }

  const isConsumed = async () => {
    const [offsets, ends] = await own.withAdmin((admin) =>
      Promise.all([admin.fetchOffsets({ groupId, topics: [own.topic] }), admin.fetchTopicOffsets(own.topic)]),
    );
    const committed = new Map(offsets.flatMap(({ partitions }) => partitions).map(({ partition, offset }) => [partition, offset]));
    return ends.every(({ partition, high }) => high === '0' || committed.get(partition) === high);
  };

  it('gives the events of every order in their order, from the first one on', async () => {
    const orders = await publishOrders(20);
    const ids: string[] = [];
    await consumeUntil('all are consumed', isConsumed, async (record) => {
      ids.push(idOf(record));
      return 'done';
    });
    for (const { id } of orders) {
      assert.deepEqual(ids.filter((seen) => seen.startsWith(id)), [1, 2, 3].map((sequence) => eventId(id, sequence)));
    }
  });

  it('goes on where it was, and gives nothing twice that was consumed', async () => {
    const seen: string[] = [];
    const take: Take = async (record) => {
      seen.push(idOf(record));
      return 'done';
    };
    await publishOrders(2);
    await consumeUntil('the first are consumed', isConsumed, take);
    await publishOrders(2);
    await consumeUntil('the next are consumed', isConsumed, take);
    assert.equal(seen.length, 12);
    assert.equal(new Set(seen).size, 12);
  });

  it('skips nothing while the effect cannot be had', async () => {
    const inbox = new MemoryInbox();
    await publishOrders(3);
    inbox.faults.failNext = 2;
    for (let failed = 0; failed < 2; failed += 1) {
      await assertUnavailable('postgres', () => consumeUntil('it is consumed', isConsumed, (record) => consumeRecord(inbox, record)));
    }
    assert.equal(await isConsumed(), false);
    await consumeUntil('all are consumed', isConsumed, (record) => consumeRecord(inbox, record));
    assert.equal(inbox.taken.length, 6);
  });

  it('ends with the record that is under way, and counts it as consumed', async () => {
    await publishOrders(1);
    const stop = new AbortController();
    const seen: string[] = [];
    await source().consume(async (record) => {
      seen.push(idOf(record));
      stop.abort();
      return 'done';
    }, stop.signal);
    const committed = await own.withAdmin((admin) => admin.fetchOffsets({ groupId, topics: [own.topic] }));
    const offsets = committed.flatMap(({ partitions }) => partitions).map(({ offset }) => Number(offset));
    assert.equal(offsets.filter((offset) => offset > 0).reduce((a, b) => a + b, 0), seen.length);
  });

  it('is taken over by another of the group, without a gap', async () => {
    const seen: string[] = [];
    const take: Take = async (record) => {
      seen.push(idOf(record));
      return 'done';
    };
    const [first, second] = [new AbortController(), new AbortController()];
    const firstEnd = source().consume(take, first.signal);
    await publishOrders(2);
    await until('the first has consumed', isConsumed).catch((error: unknown) => first.abort(error));
    const secondEnd = consumeOn(take, second.signal);
    await publishOrders(2);
    first.abort();
    await firstEnd.catch(() => undefined);
    await publishOrders(2);
    await until('the second has consumed', isConsumed, 15_000).finally(() => second.abort());
    await secondEnd;
    assert.equal(new Set(seen).size, 18);
  });

  /** As the process does it: what fails, because a group changes, is begun again. */
  async function consumeOn(take: Take, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) await source().consume(take, signal).catch(() => undefined);
  }

  describe('with an inbox in Postgres', () => {
    const pool = createPostgresPool({
      ...postgresLogin(config),
      poolSize: 2,
      applicationName: 'consumer-contract',
      onIdleError: () => undefined,
    });
    const inbox = new PostgresInbox(pool, migrationLogin(config));
    before(() => inbox.prepare());
    after(() => pool.end());

    const countsOn = async (day: string) => {
      const { rows } = await pool.query<Record<string, string>>('SELECT * FROM example_consumer.days WHERE day = $1', [day]);
      return [Number(rows[0]?.['received']), Number(rows[0]?.['approved']), Number(rows[0]?.['received_value'])];
    };
    const publishOn = async (day: string, times: number) => {
      const order = { ...newOrder(), acceptedAt: `${day}T12:00:00.000Z` };
      const { events } = settlementOf(order, APPROVED, `${day}T12:00:01.000Z`);
      for (let time = 0; time < times; time += 1) await stream.publish(order.id, events);
    };

    it('has one effect of an event that is on the stream twice', async () => {
      const day = newDay();
      await publishOn(day, 2);
      await consumeUntil('all are consumed', isConsumed, (record) => consumeRecord(inbox, record));
      assert.deepEqual(await countsOn(day), [1, 1, 1000]);
    });

    it('has one effect of an event after which the consumer died, before it could say so', async () => {
      const day = newDay();
      await publishOn(day, 1);
      const dying: Take = async (record) => {
        await consumeRecord(inbox, record);
        throw new Error('died');
      };
      await assert.rejects(consumeUntil('never', isConsumed, dying), /died/);
      assert.deepEqual(await countsOn(day), [1, 0, 1000]);
      await consumeUntil('all are consumed', isConsumed, (record) => consumeRecord(inbox, record));
      assert.deepEqual(await countsOn(day), [1, 1, 1000]);
    });
  });

  describe('with records that cannot be read', () => {
    const inbox = new MemoryInbox();
    const take: Take = (record) => consumeRecord(inbox, record);
    const good = { 'content-type': 'application/json', ce_specversion: '1.0', ce_source: '/s', ce_subject: 'o', ce_time: '2026-03-01T12:00:00.000Z' };
    const poison: Record<string, Message> = {
      'is no JSON': { key: 'k', value: '{"a":', headers: { ...good, ce_id: 'a', ce_type: 'order.approved.v1' } },
      'has no body': { key: 'k', value: null, headers: { ...good, ce_id: 'b', ce_type: 'order.approved.v1' } },
      'has no headers': { key: 'k', value: '{}' },
      'has no key and bytes that are no text': { key: null, value: Buffer.from([0xff, 0x00, 0x0a]) },
      'has headers that mean something to us': {
        key: 'k',
        value: '{}',
        headers: { dlq_resolution: 'discarded', dlq_topic: 'another', constructor: 'x', twice: [Buffer.from('1'), Buffer.from([0x80])] },
      },
    };

    for (const [what, message] of Object.entries(poison)) {
      it(`sends one to the dead letters that ${what}, with its bytes, and goes on with the next`, async () => {
        const before = inbox.taken.length;
        const next = { key: 'k', value: '{}', headers: { ...good, ce_id: randomUUID(), ce_type: 'order.approved.v1' } };
        await own.write(own.topic, [{ ...message, partition: 1 }, { ...next, partition: 1 }]);
        await consumeUntil('both are consumed', isConsumed, take);
        assert.equal(inbox.taken.length, before + 1);
        assert.equal(deadLetters.length, 1);

        const [original] = await readRawTopic(kafka, own.topic);
        const letters = new KafkaDeadLetters(kafka, { topic: own.topic, timeoutMs: 5_000, quietMs: 10_000 });
        const { total, letters: [letter] } = await letters.list(10);
        const { key, value, headers } = (await letters.show(letter?.id ?? '')) ?? assert.fail('there is none');
        assert.deepEqual({ key, value, headers }, original);
        assert.deepEqual([total, letter?.reason, letter?.topic], [1, 'unreadable', own.topic]);
      });
    }

    it('takes it up with the same id when it is replayed to a consumer that can read it', async () => {
      await own.write(own.topic, [{ key: 'k', value: '{"version":2}', headers: { ...good, ce_id: 'order:7' } }]);
      await consumeUntil('it is a dead letter', isConsumed, take);
      const letters = new KafkaDeadLetters(kafka, { topic: own.topic, timeoutMs: 5_000, quietMs: 10_000 });
      const [letter] = (await letters.list(10)).letters;
      assert.equal(letter?.eventId, 'order:7');
      await letters.replay([letter?.id ?? ''], 'me');

      const seen: string[] = [];
      await consumeUntil('it is consumed', isConsumed, async (record) => {
        seen.push(`${idOf(record)} ${String(record.value)} ${record.headers.length}`);
        return 'done';
      });
      assert.deepEqual(seen, [`order:7 {"version":2} ${Object.keys(good).length + 1}`]);
      assert.equal((await letters.list(10)).total, 0);
    });

    it('does not pass one by while it cannot become a dead letter', async () => {
      await own.write(own.topic, [{ key: 'k', value: '{}' }]);
      await own.withAdmin((admin) => admin.deleteTopics({ topics: [own.dead] }));
      await assertUnavailable('kafka', () => consumeUntil('it is consumed', isConsumed, take));
      assert.equal(await isConsumed(), false);
      await stream.prepare();
      await consumeUntil('it is consumed', isConsumed, take);
      assert.equal((await readRawTopic(kafka, own.dead)).length, 1);
    });
  });
});

describe('a stream that is not there, for a consumer', () => {
  const options = { topic: 'contract.nowhere', groupId: 'contract-nowhere', timeoutMs: 200, onDeadLetter: () => undefined };
  const never = new AbortController().signal;
  const take = () => Promise.reject<Verdict>(new Unavailable('postgres'));

  it('is unavailable when its topic is missing', () =>
    assertUnavailable('kafka', () => new KafkaEventSource(kafka, options).consume(take, never), 5_000));

  async function assertNowhere(port: number): Promise<void> {
    const nowhere = createKafka({ brokers: [`127.0.0.1:${port}`], tls: false, timeoutMs: 200 });
    await assertUnavailable('kafka', () => new KafkaEventSource(nowhere, options).consume(take, never), 3_000);
  }
  it('is unavailable, in time, when nobody listens', async () => assertNowhere(await closedPort()));
  it('is unavailable, in time, when nobody answers', () => withSilentServer(assertNowhere));
});

function idOf({ headers }: StreamRecord): string {
  return headers.find(([name]) => name === 'ce_id')?.[1].toString() ?? '';
}
