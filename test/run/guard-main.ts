import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tryLock } from '../../stack/lock';
import { lockPortOf, type Slot, slotAt } from '../../stack/slot';
import { endGroup } from './process-group';

/**
 * The guard of a test run: `guard-main.ts SLOT`. When the run ends, however it does (SIGKILL included), its standard input closes,
 * and it ends what the run has left: the process group that it was told of last (a number a line, 0 for none), and the slot.
 */
async function main(slot: Slot): Promise<void> {
  let group = 0;
  for await (const line of createInterface({ input: process.stdin })) group = Number(line);
  if (group > 0) await endGroup(group);
  if (!existsSync(slot.folder)) return;
  // When another run has the slot already, it has cleared it.
  if (!(await tryLock(lockPortOf(slot.number)))) return;
  const { openStack } = await import('../../stack/index.js');
  await openStack(slot).remove();
}

void main(slotAt(Number(process.argv[2])));
