import { CloudEvent, Kafka as KafkaBinding, type KafkaMessage } from 'cloudevents';
import type { IHeaders, Message } from 'kafkajs';
import { eventId, type OrderEvent } from '../../domain/events';
import type { Header } from '../../ports/dead-letters';

const SOURCE = '/durable-orders';

/**
 * An event as a Kafka message: CloudEvents 1.0 in binary mode, that is, its attributes as `ce_…` headers and its data as
 * a JSON body; the key is the order's id. The same event always gives the same bytes.
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
  // No timestamp: retention counts from publishing, not from an event that may have waited; `ce_time` has the event's.
  return { key: orderId, headers: present(headers), value: JSON.stringify(event.data) };
}

/** The binding also names the attributes that are not set, and the content type twice. */
function present(headers: KafkaMessage['headers']): Record<string, string> {
  const set = Object.entries(headers).filter(([name, value]) => value !== undefined && name !== 'ce_datacontenttype');
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
}

/**
 * The headers of a record, as bytes. kafkajs cannot send a header without a value, so one becomes empty; and to a header
 * that is named like something every object has (`constructor`) it adds that thing, which is left out.
 */
export function headersOf(headers: IHeaders = {}): Header[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().flatMap((value): Header[] => {
      if (value === null || value === undefined) return [[name, Buffer.alloc(0)]];
      return typeof value === 'string' || Buffer.isBuffer(value) ? [[name, Buffer.from(value)]] : [];
    }),
  );
}

/** The headers as kafkajs sends them. */
export function toKafkaHeaders(headers: readonly Header[]): IHeaders {
  const byName = new Map<string, Buffer[]>();
  for (const [name, value] of headers) byName.set(name, [...(byName.get(name) ?? []), value]);
  return Object.fromEntries(byName);
}
