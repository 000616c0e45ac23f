import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tryLock } from './lock';
import { removeSlot, stopParts } from './run/stop-parts';
import { usedPorts } from './run/used-ports';
import { lastSlot, lockPortOf, type Slot, slotAt } from './slot';
import { partsFor } from './stack';

const firstTestSlot = 50;
const mark = 'claimed-by-tests';

/**
 * Finds a slot from 50 to 99 that nobody uses, empty, and keeps it for this process. One that an earlier test run has
 * left behind, because it was killed, is cleared and used again.
 */
export async function claimFreeSlot(): Promise<Slot> {
  for (let number = firstTestSlot; number <= lastSlot; number++) {
    const slot = slotAt(number);
    const release = await tryLock(lockPortOf(number));
    if (!release) continue;
    if (await isFree(slot)) {
      mkdirSync(slot.folder, { recursive: true });
      writeFileSync(path.join(slot.folder, mark), '');
      return slot;
    }
    release();
  }
  throw new Error(`every slot from ${firstTestSlot} to ${lastSlot} is in use; see the folder .stack`);
}

async function isFree(slot: Slot): Promise<boolean> {
  if (existsSync(path.join(slot.folder, mark))) {
    await stopParts(slot, partsFor(slot));
    await removeSlot(slot);
  }
  return !existsSync(slot.folder) && (await usedPorts(Object.values(slot.ports))).length === 0;
}
