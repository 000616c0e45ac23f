import { existsSync } from 'node:fs';
import type { Part } from '../part';
import { removeSlot, stopParts } from '../run/stop-parts';
import type { Slot } from '../slot';

/** Stops these parts and tells how each one ended. */
export async function stop(slot: Slot, parts: readonly Part[]): Promise<void> {
  const outcomes = await stopParts(slot, parts);
  for (const [name, outcome] of outcomes) if (outcome !== 'not running') console.log(`${name}: ${outcome}`);
  if ([...outcomes.values()].every((outcome) => outcome === 'not running')) console.log('Nothing was running.');
}

/** Stops everything and removes what the slot has stored. */
export async function remove(slot: Slot, parts: readonly Part[]): Promise<void> {
  await stop(slot, parts);
  if (!existsSync(slot.folder)) return;
  await removeSlot(slot);
  console.log('The stored data is removed.');
}
