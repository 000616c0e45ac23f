import type { Part } from '../part';
import type { Slot } from '../slot';
import { PartFailed } from './part-failed';
import { becomesTrue } from './poll';
import { isAlive, type RunningProcess } from './running-process';

const oneLookMs = 3000;

/** Resolves when the part does its work. Throws a `PartFailed` when its process ends first, or takes too long. */
export async function untilReady(slot: Slot, part: Part, running: RunningProcess): Promise<void> {
  let notYet: unknown;
  const ready = await becomesTrue(async () => {
    if (!isAlive(running)) throw new PartFailed(slot, part.name, 'has ended instead of becoming ready');
    try {
      await part.checkReady(AbortSignal.timeout(oneLookMs));
      return true;
    } catch (error) {
      notYet = error;
      return false;
    }
  }, part.readyWithinMs);
  if (!ready) throw new PartFailed(slot, part.name, `is not ready after ${part.readyWithinMs / 1000} s`, { cause: notYet });
}
