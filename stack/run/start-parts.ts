import path from 'node:path';
import { requireTools } from '../build/required-tools';
import type { Part, PartName } from '../part';
import { repositoryFolder, type Slot } from '../slot';
import { neededFirst } from './in-order';
import { refuseUsedPorts } from './refuse-used-ports';
import { startPart, type Started } from './start-part';

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
