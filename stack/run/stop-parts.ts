import { rm } from 'node:fs/promises';
import type { Part, PartName } from '../part';
import type { Slot } from '../slot';
import { becomesTrue, neededLast, PartFailed } from './in-order';
import { forgetProcess, isAlive, runningProcess, type RunningProcess } from './part-process';

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

type Stopped = 'stopped' | 'killed' | 'not running';

const graceMs = 20_000;
const afterKillMs = 10_000;

/** Asks the part to end and waits until it has; kills it when it does not within 20 s. */
export async function stopPart(slot: Slot, part: Part): Promise<Stopped> {
  const running = runningProcess(slot, part.name);
  if (running && signal(running, part.stopSignal) && !(await hasEnded(running, graceMs))) {
    await killPart(slot, part);
    return 'killed';
  }
  forgetProcess(slot, part.name);
  return running ? 'stopped' : 'not running';
}

/** Ends the part at once, as a crash would: nothing is flushed or told to anybody. */
export async function killPart(slot: Slot, part: Part): Promise<void> {
  const running = runningProcess(slot, part.name);
  if (running && signal(running, 'SIGKILL') && !(await hasEnded(running, afterKillMs))) {
    throw new PartFailed(slot, part.name, `(process ${running.pid}) cannot be killed`);
  }
  await part.clearCrash?.();
  forgetProcess(slot, part.name);
}

function hasEnded(running: RunningProcess, withinMs: number): Promise<boolean> {
  return becomesTrue(() => !isAlive(running), withinMs);
}

/** False when the process is gone already. */
function signal({ pid }: RunningProcess, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
