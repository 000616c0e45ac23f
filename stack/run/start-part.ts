import type { Part, Report } from '../part';
import type { Slot } from '../slot';
import { fingerprintOf, launchDetached } from './launch';
import { refuseUsedPorts } from './refuse-used-ports';
import { runningProcess, type RunningProcess } from './running-process';
import { stopPart } from './stop-part';
import { untilReady } from './until-ready';

export type Started = 'started' | 'restarted' | 'kept';

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
