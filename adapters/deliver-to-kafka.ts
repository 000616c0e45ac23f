import { inspect } from 'node:util';
import type { Message } from 'kafkajs';
import { errorChain } from '../domain/error-chain';
import { eventId, type OrderEvent } from '../domain/events';
import { toDeadLetterMessage, type DeadLetterCause } from './dead-letter-message';
import { deadLetterTopic } from './dead-letter-topic';
import { headersOf } from './kafka-headers';
import { toKafkaMessage } from './kafka-message';
import { refusalOf } from './kafka-refusal';

type Fault = Pick<DeadLetterCause, 'reason' | 'error'>;

export interface Delivery {
  readonly topic: string;
  readonly send: (topic: string, messages: Message[]) => Promise<void>;
  /** Called for each event that became a dead letter. */
  readonly onDeadLetter?: ((eventId: string, reason: DeadLetterCause['reason']) => void) | undefined;
}

/**
 * Sends an order's events in one request to one partition: a reader sees all of them, in order, or none. Only when that
 * can never succeed do they go one by one, in order, and what cannot go itself goes to the dead letters. Throws when
 * a later try may do better; nothing is left out then, and what has gone already goes again.
 */
export async function deliver({ topic, send, onDeadLetter }: Delivery, orderId: string, events: readonly OrderEvent[]): Promise<void> {
  const encoded = events.map((event) => encode(orderId, event));
  if (encoded.every(({ fault }) => fault === undefined)) {
    const fault = await faultOf(send(topic, encoded.map(({ message }) => message)));
    if (fault === undefined) return;
  }
  for (const { id, message, fault: first } of encoded) {
    const fault = first ?? (await faultOf(send(topic, [message])));
    if (fault === undefined) continue;
    await send(deadLetterTopic(topic), [deadLetter(message, { ...fault, topic, at: new Date() })]);
    onDeadLetter?.(id, fault.reason);
  }
}

/** Resolves to why this can never be sent; to nothing when it was. */
export async function faultOf(sending: Promise<void>): Promise<Fault | undefined> {
  try {
    return await sending.then(() => undefined);
  } catch (error) {
    const reason = refusalOf(error);
    if (reason === undefined) throw error;
    return { reason, error: errorChain(error) };
  }
}

/** An event that cannot be a message is kept as well as it can be: with its id, and as a developer would print it. */
function encode(orderId: string, event: OrderEvent): { readonly id: string; readonly message: Message; readonly fault?: Fault } {
  const id = eventId(orderId, event.sequence);
  try {
    const message = toKafkaMessage(orderId, event);
    if (message.value === undefined) throw new TypeError('the event has no data');
    return { id, message };
  } catch (error) {
    const message = { key: orderId, headers: { ce_id: id }, value: inspect(event) };
    return { id, message, fault: { reason: 'unserialisable', error: errorChain(error) } };
  }
}

function deadLetter({ key, value, headers }: Message, cause: DeadLetterCause): Message {
  return toDeadLetterMessage({ key: bytesOf(key), value: bytesOf(value), headers: headersOf(headers) }, cause);
}

function bytesOf(content: Buffer | string | null | undefined): Buffer | null {
  return content === null || content === undefined ? null : Buffer.from(content);
}
