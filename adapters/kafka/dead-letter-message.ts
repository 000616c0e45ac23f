import { type Admin, ConfigResourceTypes, ConfigSource, type KafkaMessage, type Message } from 'kafkajs';
import type { DeadLetterCause, DeadLetterResolution, Header, RawRecord, ShownDeadLetter } from '../../ports/dead-letters';
import { headersOf, toKafkaHeaders } from './event-message';

/** A record of the dead-letter topic: a dead letter, or how one was dealt with (`of` is its id). */
type DeadLetterEntry =
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

/** Larger than what a topic takes unless it is told otherwise (1 MiB), so that what is too large for that has a place. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Nothing may vanish: not by age, not by size, and not because a record of the same key came later. */
const KEPT_FOR_EVER = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' } as const;

/** Where the dead letters of a topic are. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dlq`;
}

/** The settings of a dead-letter topic that is made now. */
export function deadLetterSettings(): { name: string; value: string }[] {
  return entriesOf({ ...KEPT_FOR_EVER, 'max.message.bytes': String(MOST_BYTES) });
}

/**
 * Gives the dead-letter topic, however it was made, the settings that keep what is on it; leaves all its others as they
 * are, and a larger limit too. Writes nothing when there is nothing to change.
 */
export async function ensureDeadLetterSettings(admin: Admin, name: string): Promise<void> {
  const topic = { type: ConfigResourceTypes.TOPIC, name };
  const { resources } = await admin.describeConfigs({ resources: [topic], includeSynonyms: false });
  const entries = resources.flatMap(({ configEntries }) => configEntries);
  const current = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
  const wanted = { ...KEPT_FOR_EVER, 'max.message.bytes': String(Math.max(MOST_BYTES, Number(current.get('max.message.bytes')))) };
  if (Object.entries(wanted).every(([setting, value]) => current.get(setting) === value)) return;
  // Altering replaces everything that was set for the topic, so it is all said again.
  const own = entries.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG);
  const kept = Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
  await admin.alterConfigs({ validateOnly: false, resources: [{ ...topic, configEntries: entriesOf({ ...kept, ...wanted }) }] });
}

function entriesOf(settings: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}
