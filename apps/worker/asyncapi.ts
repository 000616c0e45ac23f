import { z } from 'zod';
import { CHECKS, type CheckEvent } from '../../domain/checks';
import { EVENT_ATTRIBUTES, EVENT_DATA, EVENT_TYPES, type EventType } from '../runtime/event-schemas';

const messageOf = (type: EventType) => `${type}.v1`;

/** The AsyncAPI 3.0 document of the stream on this topic, made from the schemas with which consumers read its events. */
export function createAsyncApiDocument(topic: string) {
  const names = EVENT_TYPES.map(messageOf);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Durable orders: events',
      version: '1.0.0',
      description:
        'The events of each order, once it is settled: at least once, and in order for each order. New types, fields and headers may be added.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    defaultContentType: 'application/json',
    channels: {
      orderEvents: {
        address: topic,
        description: 'CloudEvents 1.0 in binary mode: attributes in headers, data as the body.',
        messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: {
      publishOrderEvents: {
        action: 'send',
        channel: { $ref: '#/channels/orderEvents' },
        summary: 'Publishes all events of a settled order.',
      },
    },
    components: { messages: Object.fromEntries(EVENT_TYPES.map((type) => [messageOf(type), message(type)])) },
  };
}

function message(type: EventType) {
  const headers = EVENT_ATTRIBUTES.extend({ ce_type: z.literal(messageOf(type)) });
  return {
    name: messageOf(type),
    title: type,
    summary: ABOUT[type],
    contentType: 'application/json',
    headers: jsonSchema(headers),
    payload: jsonSchema(EVENT_DATA[type]),
    bindings: { kafka: { key: { type: 'string', format: 'uuid', description: 'The order’s id.' }, bindingVersion: '0.5.0' } },
  };
}

/** The schema of a reader, which allows additional members. */
function jsonSchema(schema: z.ZodType) {
  return z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
}

const ABOUT_CHECKS = Object.fromEntries(
  Object.values(CHECKS).flatMap(({ passed, passedText, failed, failedText }) => [[passed, passedText], [failed, failedText]]),
) as Readonly<Record<CheckEvent, string>>;

/** What each event means, in a sentence. */
const ABOUT: Readonly<Record<EventType, string>> = {
  'order.received': 'An order was accepted.',
  ...ABOUT_CHECKS,
  'limit.reserved': 'The value is within the user’s limits and is reserved.',
  'limit.refused': 'The value is over the user’s limit or cap.',
  'check.unavailable': 'A check could not be answered, after this many tries.',
  'order.held': 'The order waits for an answer or for an operator.',
  'order.resumed': 'The order no longer waits.',
  'compensation.started': 'The effects of a canceled order are being undone.',
  'limit.released': 'The reservation of a canceled order is released.',
  'order.approved': 'The order was approved.',
  'order.canceled': 'The order was canceled.',
};
