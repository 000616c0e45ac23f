import path from 'node:path';
import { requireTools } from '../build/required-tools';
import type { Part, PartName, Report } from '../part';
import { repositoryFolder, type Slot } from '../slot';
import { becomesTrue, neededFirst, PartFailed } from './in-order';
import { fingerprintOf, isAlive, launchDetached, runningProcess, type RunningProcess } from './part-process';
import { stopPart } from './stop-parts';
import { refuseUsedPorts } from './used-ports';

type ReportOn = (name: PartName, text: string) => void;

/** Throws, before anything is started, what would keep these parts from running here: missing programs, used ports. */
export async function checkMachine(slot: Slot, parts: readonly Part[]): Promise<void> {
  requireTools(new Set(parts.flatMap((part) => part.requires())), path.join(repositoryFolder, 'temporal'));
  await refuseUsedPorts(slot, parts);
}

/** Starts every part as soon as those it needs are ready. A part fails, without being started, when one of those does. */
export function beginParts(slot: Slot, parts: readonly Part[], report: ReportOn = () => undefined): Map<PartName, Promise<Started>> {
  return neededFirst(parts, (part) => startPart(slot, part, (text) => report(part.name, text)));
}

/** Starts these parts and resolves when all are ready; throws the first failure after the others have come to an end. */
export async function startParts(slot: Slot, parts: readonly Part[], report?: ReportOn): Promise<void> {
  await checkMachine(slot, parts);
  const outcomes = await Promise.allSettled(beginParts(slot, parts, report).values());
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

type Started = 'started' | 'restarted' | 'kept';

/** Makes the part run as it is described now, and resolves when it is ready. */
export async function startPart(slot: Slot, part: Part, report: Report = () => undefined): Promise<Started> {
  const { running, started } = await launchPart(slot, part, report);
  report('waiting until it is ready');
  await untilReady(slot, part, running);
  return started;
}

/**
 * Makes the part run as it is described now, ready or not. A process that runs already is kept; one that was started
 * from another description (an older build, other settings) is stopped and started again.
 */
export async function launchPart(
  slot: Slot,
  part: Part,
  report: Report = () => undefined,
): Promise<{ running: RunningProcess; started: Started }> {
  const launch = await part.prepare(report);
  const earlier = runningProcess(slot, part.name);
  if (earlier?.fingerprint === fingerprintOf(launch)) return { running: earlier, started: 'kept' };
  if (earlier) {
    report('stopping the one that runs');
    await stopPart(slot, part);
  }
  await part.clearCrash?.();
  await refuseUsedPorts(slot, [part]);
  const running = await launchDetached(slot, part, launch);
  return { running, started: earlier ? 'restarted' : 'started' };
}

const oneLookMs = 3000;

/** Resolves when the part does its work. Throws a `PartFailed` when its process ends first, or takes too long. */
async function untilReady(slot: Slot, part: Part, running: RunningProcess): Promise<void> {
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
