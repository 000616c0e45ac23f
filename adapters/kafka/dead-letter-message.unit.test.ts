import assert from 'node:assert/strict';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { RawRecord } from '../../ports/dead-letters';
import { fromDeadLetterTopic, toDeadLetterMessage, toResolutionMessage } from './dead-letter-message';
import { headersOf } from './event-message';

const CAUSE = { reason: 'unreadable', error: 'no JSON', topic: 'events', at: new Date('2026-03-01T12:00:00Z') } as const;

/** As it is read from partition 2, where it is the record 7. */
function read({ key, value, headers }: { key?: unknown; value: unknown; headers?: IHeaders }) {
  return fromDeadLetterTopic(2, { key, value, headers, offset: '7', timestamp: '0', attributes: 0 } as KafkaMessage);
}

function letterOf(entry: ReturnType<typeof read>) {
  return 'letter' in entry ? entry.letter : assert.fail('it is a resolution');
}

describe('a dead letter, written and read', () => {
  const names = ['', 'ce_id', 'dlq_', 'dlq_reason', 'dlq_resolution', 'dlq_kept_', 'dlq_kept_dlq_reason', '__proto__', 'constructor'];
  const original: RawRecord = {
    key: Buffer.from([0xff]),
    value: Buffer.from([0x00]),
    headers: names.flatMap((name) => [[name, Buffer.from(`1 ${name}`)], [name, Buffer.from([0x80])]] as const),
  };

  it('is the record it was, whatever its headers are called', () => {
    const { id, key, value, headers, reason, error, topic, at, eventId } = letterOf(read(toDeadLetterMessage(original, CAUSE)));
    assert.deepEqual({ key, value, headers }, original);
    assert.deepEqual({ id, reason, error, topic, at, eventId }, { id: '2-7', ...CAUSE, at: CAUSE.at.toISOString(), eventId: '1 ce_id' });
  });

  it('says no more about its fault than fits into a header', () => {
    const long = toDeadLetterMessage(original, { ...CAUSE, error: 'x'.repeat(1_000_000) });
    assert.equal(letterOf(read(long)).error.length, 1_000);
  });

  it('may come from another system that says nothing', () => {
    const { reason, error, topic, eventId, at } = letterOf(read({ key: null, value: null }));
    assert.deepEqual([reason, error, topic, eventId, at], ['unknown', '', undefined, undefined, '1970-01-01T00:00:00.000Z']);
  });

  it('is distinguished from its resolution', () => {
    const resolution = { resolution: 'discarded', reason: 'ü\n', by: 'me', at: '2026-03-01T12:00:00.000Z' } as const;
    assert.deepEqual(read(toResolutionMessage('2-7', resolution)), { of: '2-7', resolution });
  });
});

describe('headers as kafkajs reads them', () => {
  it('lose what kafkajs adds to a name that every object has, and gain a value where they have none', () => {
    const read = { constructor: [Object, Buffer.from('a')], nothing: null, some: [Buffer.from('b'), null] } as unknown as IHeaders;
    const expected = [['constructor', 'a'], ['nothing', ''], ['some', 'b'], ['some', '']];
    assert.deepEqual(headersOf(read).map(([name, value]) => [name, String(value)]), expected);
  });
});
