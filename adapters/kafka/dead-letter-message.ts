import { type Admin, ConfigResourceTypes, ConfigSource, type KafkaMessage, type Message } from 'kafkajs';
import type { DeadLetterCause, DeadLetterResolution, Header, RawRecord, ShownDeadLetter } from '../../ports/dead-letters';
import { headersOf, toKafkaHeaders } from './event-message';

/** A record of the dead-letter topic: a dead letter, or the resolution of one (`of` is its id). */
type DeadLetterEntry =
  | { readonly letter: Omit<ShownDeadLetter, 'resolution'> }
  | { readonly of: string; readonly resolution: DeadLetterResolution };

/** The prefix of our own headers. A header of the original with this prefix is kept under a longer name. */
const OWN = 'dlq_';
const KEPT = 'dlq_kept_';

const LONGEST_ERROR = 1_000;

/** More than the default of a topic (1 MiB), so that records which are too large for the stream fit here. */
const MOST_BYTES = 16 * 1024 * 1024;

/** No record may be removed: not by age, not by size, and not by compaction. */
const KEPT_FOR_EVER = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' } as const;

/** The unchanged record, with the cause in headers beside its own. */
export function toDeadLetterMessage({ key, value, headers }: RawRecord, { reason, error, topic, at }: DeadLetterCause): Message {
  const kept = headers.map(([name, bytes]): Header => [name.startsWith(OWN) ? KEPT + name : name, bytes]);
  const eventId = textOf(headers, 'ce_id');
  const cause = { reason, error: error.slice(0, LONGEST_ERROR), topic, at: at.toISOString(), ...(eventId && { event_id: eventId }) };
  return { key, value, headers: toKafkaHeaders([...kept, ...ownHeaders(cause)]) };
}

/** The record of the resolution of this dead letter. Of several such records the first counts. */
export function toResolutionMessage(id: string, resolution: DeadLetterResolution): Message {
  return { key: id, value: null, headers: toKafkaHeaders(ownHeaders({ ...resolution })) };
}

/** Reads a record of the dead-letter topic. A record that another system has written there is a dead letter as well. */
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
    headers: headers.flatMap(originalHeader),
  };
  return { letter };
}

/** The dead-letter topic of a topic. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dlq`;
}

/** The settings of a new dead-letter topic. */
export function deadLetterSettings(): { name: string; value: string }[] {
  return entriesOf({ ...KEPT_FOR_EVER, 'max.message.bytes': String(MOST_BYTES) });
}

/**
 * Gives an existing dead-letter topic the settings that keep its records. Its other settings, and a larger size limit, stay as they
 * are. Writes nothing when nothing has to change.
 */
export async function ensureDeadLetterSettings(admin: Admin, name: string): Promise<void> {
  const topic = { type: ConfigResourceTypes.TOPIC, name };
  const { resources } = await admin.describeConfigs({ resources: [topic], includeSynonyms: false });
  const entries = resources.flatMap(({ configEntries }) => configEntries);
  const current = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
  const wanted = { ...KEPT_FOR_EVER, 'max.message.bytes': String(Math.max(MOST_BYTES, Number(current.get('max.message.bytes')))) };
  if (Object.entries(wanted).every(([setting, value]) => current.get(setting) === value)) return;
  // Altering replaces all settings of the topic, so all of them are written again.
  const own = entries.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG);
  const kept = Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
  await admin.alterConfigs({ validateOnly: false, resources: [{ ...topic, configEntries: entriesOf({ ...kept, ...wanted }) }] });
}

function originalHeader([name, value]: Header): Header[] {
  if (name.startsWith(KEPT)) return [[name.slice(KEPT.length), value]];
  return name.startsWith(OWN) ? [] : [[name, value]];
}

function ownHeaders(texts: Readonly<Record<string, string>>): Header[] {
  return Object.entries(texts).map(([name, text]) => [OWN + name, Buffer.from(text)]);
}

function textOf(headers: readonly Header[], name: string): string | undefined {
  return headers.find(([header]) => header === name)?.[1].toString();
}

function entriesOf(settings: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}
