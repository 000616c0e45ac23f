import assert from 'node:assert/strict';
import { toKafkaMessage } from '../../adapters/kafka/event-message';
import type { OrderEvent } from '../../domain/events';
import type { StreamRecord } from '../../ports/events';
import { APPROVED, CANCELED, newOrder, settlementOf } from '../../test/contracts/sample-orders';
import { decode } from './consume-record';

const order = newOrder();
const approved = settlementOf(order, APPROVED).events;
const canceled = settlementOf(order, CANCELED).events;

/** The record as the worker publishes it, with headers changed, removed (`undefined`) or added. */
function recordOf(event: OrderEvent | undefined, headers: Record<string, string | undefined> = {}, value?: string | null): StreamRecord {
  const message = toKafkaMessage(order.id, event ?? assert.fail());
  const all = Object.entries({ ...message.headers, ...headers }).filter(([, text]) => text !== undefined);
  const body = value === undefined ? String(message.value) : value;
  return {
    partition: 0,
    offset: '0',
    value: body === null ? null : Buffer.from(body),
    headers: all.map(([name, text]) => [name, Buffer.from(String(text))] as const),
  };
}

const whyOf = (record: StreamRecord) => {
  const decoded = decode(record);
  return 'unreadable' in decoded ? decoded.unreadable : assert.fail(JSON.stringify(decoded));
};

describe('a record of the stream', () => {
  it('is an event to count, as the worker publishes it', () => {
    const [received, , end] = approved;
    const day = '2026-03-01';
    assert.deepEqual(decode(recordOf(received)), { event: { id: `${order.id}:1`, day, type: 'order.received.v1', value: '1000' } });
    assert.deepEqual(decode(recordOf(end)), { event: { id: `${order.id}:3`, day, type: 'order.approved.v1' } });
    assert.deepEqual(decode(recordOf(canceled[2])), { event: { id: `${order.id}:3`, day, type: 'order.canceled.v1' } });
  });

  it('of a type that is not counted, or not known, is skipped, whatever is in it', () => {
    assert.deepEqual(decode(recordOf(approved[1])), { skipped: 'user.validated.v1' });
    assert.deepEqual(decode(recordOf(approved[1], { ce_type: 'order.sent.v1' }, 'no JSON')), { skipped: 'order.sent.v1' });
    assert.deepEqual(decode(recordOf(approved[0], { ce_type: 'constructor' })), { skipped: 'constructor' });
  });

  it('may have more fields and headers than are known today', () => {
    const record = recordOf(approved[0], { ce_traceparent: 'x', other: 'y' }, '{"value":"1.5","currency":"EUR"}');
    const traced = { ...record, headers: [...record.headers, ['trace', Buffer.from([0xff])], ['trace', Buffer.from('2')]] as const };
    assert.equal('event' in decode(traced), true);
  });

  for (const name of ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_subject', 'ce_time', 'content-type']) {
    it(`cannot be read without ${name}, or with an empty one`, () => {
      assert.match(whyOf(recordOf(approved[0], { [name]: undefined })), new RegExp(`^${name}: `));
      assert.match(whyOf(recordOf(approved[0], { [name]: '' })), new RegExp(`^${name}: `));
    });
  }

  const badHeaders = [
    ['ce_specversion', '0.3'],
    ['content-type', 'text/plain'],
    ['ce_id', 'a\0b'],
    ['ce_id', 'x'.repeat(256)],
    ['ce_time', 'yesterday'],
    ['ce_time', '2026-02-30T12:00:00Z'],
    ['ce_time', '0000-01-01T12:00:00Z'],
  ] as const;
  for (const [name, text] of badHeaders) {
    it(`cannot be read when ${name} is ${JSON.stringify(text.slice(0, 30))}`, () => {
      assert.match(whyOf(recordOf(approved[0], { [name]: text })), new RegExp(`^${name}: `));
    });
  }

  it('cannot be read when an attribute is there twice, or is no text', () => {
    const record = recordOf(approved[0]);
    assert.match(whyOf({ ...record, headers: [...record.headers, ['ce_id', Buffer.from('other')]] }), /twice/);
    const broken = record.headers.map(([name, bytes]) => [name, name === 'ce_id' ? Buffer.from([0xff]) : bytes] as const);
    assert.notEqual(whyOf({ ...record, headers: broken }), '');
  });

  for (const body of [null, '', '{"value":', 'null', '[]', '{}', '{"value":1000}', '{"value":"-1"}', '{"value":"1e400"}', '\ufeff{"value":"1"}']) {
    it(`cannot be read when its body is ${JSON.stringify(body)}`, () => {
      assert.notEqual(whyOf(recordOf(approved[0], {}, body)), '');
    });
  }
});
