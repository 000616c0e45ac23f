import { CloudEvent, Kafka as KafkaBinding, type KafkaMessage } from 'cloudevents';
import type { IHeaders, Message } from 'kafkajs';
import { eventId, type OrderEvent } from '../../domain/events';
import type { Header } from '../../ports/dead-letters';

const SOURCE = '/durable-orders';

/**
 * An event as a Kafka message: a CloudEvent 1.0 in binary mode, with its attributes as `ce_…` headers and its data as
 * a JSON body. The key is the order's id. The same event always gives the same bytes.
 */
export function toKafkaMessage(orderId: string, event: OrderEvent): Message {
  const cloudEvent = new CloudEvent({
    id: eventId(orderId, event.sequence),
    source: SOURCE,
    type: `${event.type}.v1`,
    subject: orderId,
    time: event.at,
    datacontenttype: 'application/json',
    sequence: String(event.sequence),
    data: event.data,
  });
  const { headers } = KafkaBinding.binary<OrderEvent['data']>(cloudEvent);
  // Without a timestamp, so that retention counts from publishing and not from the event, which may have waited. `ce_time` has its time.
  return { key: orderId, headers: present(headers), value: JSON.stringify(event.data) };
}

/** The headers that are set. The binding also names attributes without a value, and the content type twice. */
function present(headers: KafkaMessage['headers']): Record<string, string> {
  const set = Object.entries(headers).filter(([name, value]) => value !== undefined && name !== 'ce_datacontenttype');
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
}

/**
 * The headers of a record, as bytes. A header without a value becomes empty, because kafkajs cannot send it. kafkajs adds a
 * member of `Object.prototype` as a value to a header of that name (`constructor`); it is dropped.
 */
export function headersOf(headers: IHeaders = {}): Header[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().flatMap((value): Header[] => {
      if (value === null || value === undefined) return [[name, Buffer.alloc(0)]];
      return typeof value === 'string' || Buffer.isBuffer(value) ? [[name, Buffer.from(value)]] : [];
    }),
  );
}

/** The headers in the form that kafkajs sends. */
export function toKafkaHeaders(headers: readonly Header[]): IHeaders {
  const byName = new Map<string, Buffer[]>();
  for (const [name, value] of headers) byName.set(name, [...(byName.get(name) ?? []), value]);
  return Object.fromEntries(byName);
}
