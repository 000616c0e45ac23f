import type { KafkaMessage, Message } from 'kafkajs';
import type { DeadLetterResolution, ShownDeadLetter } from '../apps/operate/ports';
import { headersOf, toKafkaHeaders, type Header } from './kafka-headers';

/** A record as it was, or would have been, on a topic. */
export interface RawRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly Header[];
}

/** Why a record is a dead letter. */
export interface DeadLetterCause {
  readonly reason: 'too-large' | 'invalid-record' | 'unserialisable' | 'unreadable';
  readonly error: string;
  readonly topic: string;
  readonly at: Date;
}

/** A record of the dead-letter topic: a dead letter, or how one was dealt with (`of` is its id). */
export type DeadLetterEntry =
  | { readonly letter: Omit<ShownDeadLetter, 'resolution'> }
  | { readonly of: string; readonly resolution: DeadLetterResolution };

/** Our own headers begin so; one of the original that does, too, is kept under a longer name. */
const OWN = 'dlq_';
const KEPT = 'dlq_kept_';
const LONGEST_ERROR = 1_000;

/** The record with its bytes as they are, and why it is here in headers beside its own. */
export function toDeadLetterMessage({ key, value, headers }: RawRecord, { reason, error, topic, at }: DeadLetterCause): Message {
  const kept = headers.map(([name, bytes]): Header => [name.startsWith(OWN) ? KEPT + name : name, bytes]);
  const eventId = textOf(headers, 'ce_id');
  const said = { reason, error: error.slice(0, LONGEST_ERROR), topic, at: at.toISOString(), ...(eventId && { event_id: eventId }) };
  return { key, value, headers: toKafkaHeaders([...kept, ...ownHeaders(said)]) };
}

/** That the dead letter of this id was dealt with. Of several such records the first counts. */
export function toResolutionMessage(id: string, resolution: DeadLetterResolution): Message {
  return { key: id, value: null, headers: toKafkaHeaders(ownHeaders({ ...resolution })) };
}

/** What a record of the dead-letter topic says. One that other systems put there is a dead letter as well. */
export function fromDeadLetterTopic(partition: number, { offset, key, value, headers: raw, timestamp }: KafkaMessage): DeadLetterEntry {
  const headers = headersOf(raw);
  const own = (name: string) => textOf(headers, OWN + name);
  const at = own('at') ?? new Date(Number(timestamp)).toISOString();
  const resolution = own('resolution');
  if (resolution === 'replayed' || resolution === 'discarded') {
    return { of: String(key), resolution: { resolution, reason: own('reason') ?? '', by: own('by') ?? '', at } };
  }
  const letter = {
    id: `${partition}-${offset}`,
    reason: own('reason') ?? 'unknown',
    error: own('error') ?? '',
    at,
    topic: own('topic'),
    eventId: own('event_id') ?? textOf(headers, 'ce_id'),
    key,
    value,
    headers: headers.flatMap(asBefore),
  };
  return { letter };
}

/** Why this dead letter has no place on the topic; `undefined` when it has. */
export function whyNotToReplay(letter: Pick<ShownDeadLetter, 'reason' | 'topic'>, topic: string): string | undefined {
  if (letter.topic !== topic) return `it does not come from ${topic}`;
  return letter.reason === 'unserialisable' ? 'it never was a record; the event can be published once the code is mended' : undefined;
}

function asBefore([name, value]: Header): Header[] {
  if (name.startsWith(KEPT)) return [[name.slice(KEPT.length), value]];
  return name.startsWith(OWN) ? [] : [[name, value]];
}

function ownHeaders(said: Readonly<Record<string, string>>): Header[] {
  return Object.entries(said).map(([name, text]) => [OWN + name, Buffer.from(text)]);
}

function textOf(headers: readonly Header[], name: string): string | undefined {
  return headers.find(([header]) => header === name)?.[1].toString();
}
