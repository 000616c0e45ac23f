import assert from 'node:assert/strict';
import { ConfigResourceTypes } from 'kafkajs';
import { loadConfig } from '../../config/config';
import { closedPort, withSilentServer } from '../../test/contracts/closed-port';
import { deadLettersContract, TAKES_BYTES } from '../../test/contracts/dead-letters.contract';
import { createOwnTopic, type OwnTopic } from '../../test/contracts/own-topic';
import { readRawTopic } from '../../test/contracts/read-raw-topic';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { createKafka } from './connection';
import { toDeadLetterMessage } from './dead-letter-message';
import { KafkaDeadLetters } from './dead-letters';

const config = loadConfig();
const kafka = createKafka({ brokers: config.KAFKA_BROKERS, tls: config.KAFKA_TLS, timeoutMs: 5_000 });

function lettersOf(topic: string): KafkaDeadLetters {
  return new KafkaDeadLetters(kafka, { topic, timeoutMs: 5_000, quietMs: 10_000 });
}

describe('dead letters on Kafka', () => {
  const created: OwnTopic[] = [];
  const createTopic = async () => {
    const own = await createOwnTopic(kafka, { settings: { 'max.message.bytes': String(TAKES_BYTES) } });
    created.push(own);
    return own;
  };
  after(() => Promise.all(created.map((own) => own.remove())));

  deadLettersContract('Kafka', async () => {
    const { topic, dead, write } = await createTopic();
    return {
      topic,
      letters: lettersOf(topic),
      add: (letters) => write(dead, letters.map(([record, cause]) => toDeadLetterMessage(record, cause))),
      streamed: () => readRawTopic(kafka, topic),
    };
  });

  it('are listed when another system has put them there, in a transaction, and can be discarded but not replayed', async () => {
    const { topic, dead } = await createTopic();
    const producer = kafka.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    for (const end of ['abort', 'commit'] as const) {
      const transaction = await producer.transaction();
      await transaction.send({ topic: dead, messages: [{ value: end, headers: { constructor: 'x', __proto__: 'y', nothing: '' } }] });
      await transaction[end]();
    }
    await producer.disconnect();
    const letters = lettersOf(topic);
    const [letter] = (await letters.list(10)).letters;
    assert.deepEqual([letter?.reason, letter?.topic, letter?.eventId], ['unknown', undefined, undefined]);
    assert.equal((await letters.show(letter?.id ?? ''))?.value?.toString(), 'commit');
    assert.equal((await letters.replay([letter?.id ?? ''], 'me')).get(letter?.id ?? '')?.answer, 'refused');
    assert.equal((await letters.discard(letter?.id ?? '', 'not ours', 'me')).answer, 'discarded');
    assert.equal((await letters.list(10)).total, 0);
  });

  it('are replayed again, with the same id, after a replay that was cut off before it was noted', async () => {
    const { topic, dead, write, withAdmin } = await createTopic();
    const record = { key: Buffer.from('k'), value: Buffer.from('{'), headers: [['ce_id', Buffer.from('order:1')]] as const };
    await write(dead, [toDeadLetterMessage(record, { reason: 'unreadable', error: 'no JSON', topic, at: new Date() })]);
    const mostBytes = (value: string) => {
      const resource = { type: ConfigResourceTypes.TOPIC, name: dead, configEntries: [{ name: 'max.message.bytes', value }] };
      return withAdmin((admin) => admin.alterConfigs({ validateOnly: false, resources: [resource] }));
    };
    await mostBytes('1');
    const letters = lettersOf(topic);
    await assertUnavailable('kafka', () => letters.replay(['0-0'], 'me'));
    assert.equal((await letters.list(10)).total, 1);
    await mostBytes('1000000');
    assert.equal((await letters.replay(['0-0'], 'me')).get('0-0')?.answer, 'replayed');
    assert.deepEqual(await readRawTopic(kafka, topic), [record, record]);
    assert.equal((await letters.list(10)).total, 0);
  });

  it('are unavailable when their topic is not there', () => assertUnavailable('kafka', () => lettersOf('contract.nowhere').list(10)));

  async function assertEverythingUnavailable(port: number): Promise<void> {
    const nowhere = createKafka({ brokers: [`127.0.0.1:${port}`], tls: false, timeoutMs: 200 });
    const letters = new KafkaDeadLetters(nowhere, { topic: 't', timeoutMs: 200, quietMs: 200 });
    const calls = [() => letters.list(1), () => letters.show('0-0'), () => letters.replay(['0-0'], 'me'), () => letters.discard('0-0', 'x', 'me')];
    for (const call of calls) await assertUnavailable('kafka', call, 3_000);
  }

  it('are unavailable, in time, when nobody listens', async () => assertEverythingUnavailable(await closedPort()));
  it('are unavailable, in time, when nobody answers', () => withSilentServer(assertEverythingUnavailable));
});
