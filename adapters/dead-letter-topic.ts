import { ConfigResourceTypes, ConfigSource, type Admin } from 'kafkajs';

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
export async function keepDeadLetters(admin: Admin, name: string): Promise<void> {
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
