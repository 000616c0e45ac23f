import type { Part } from '../part';
import type { Slot } from '../slot';
import { PartFailed } from './part-failed';
import { becomesTrue } from './poll';
import { forgetProcess, isAlive, runningProcess, type RunningProcess } from './running-process';

export type Stopped = 'stopped' | 'killed' | 'not running';

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
