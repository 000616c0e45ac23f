import { rm } from 'node:fs/promises';
import type { Part, PartName } from '../part';
import type { Slot } from '../slot';
import { neededLast } from './in-order';
import { stopPart, type Stopped } from './stop-part';

/** Stops these parts, each after those that need it; what they have stored stays. Tells how each one ended. */
export async function stopParts(slot: Slot, parts: readonly Part[]): Promise<Map<PartName, Stopped>> {
  const stopping = neededLast(parts, (part) => stopPart(slot, part));
  await Promise.allSettled(stopping.values());
  const outcomes = new Map<PartName, Stopped>();
  for (const [name, outcome] of stopping) outcomes.set(name, await outcome);
  return outcomes;
}

/** Forgets what the slot has stored or logged, and not whose it is. Its parts must have been stopped. */
export async function clearSlot({ dataFolder, logFolder, pidFolder }: Slot): Promise<void> {
  for (const folder of [dataFolder, logFolder, pidFolder]) await rm(folder, { recursive: true, force: true });
}

/** Forgets everything the slot has stored or logged. Its parts must have been stopped. */
export async function removeSlot(slot: Slot): Promise<void> {
  await rm(slot.folder, { recursive: true, force: true });
}
