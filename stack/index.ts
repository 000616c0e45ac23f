/** The local stack, for tests and scripts: describe a slot, start it, disturb single parts, stop it. */
export { builtApplications } from './build/applications';
export { schemathesisPython } from './build/recipes';
export { testServerPath } from './build/recipes';
export { claimFreeSlot } from './claim-free-slot';
export { environment, localPasswords } from './environment';
export type { Part, PartName } from './part';
export { partsFor } from './stack';
export { behindProxyPorts, testPortOf } from './slot';
export { logFile } from './run/part-process';
export { PartFailed } from './run/in-order';
export { runningProcess } from './run/part-process';
export { launchPart, startPart } from './run/start-parts';
export { startParts } from './run/start-parts';
export { killPart, stopPart } from './run/stop-parts';
export { removeSlot, stopParts } from './run/stop-parts';
export { slotAt, type Slot } from './slot';
export { SERVICE_NAMES, SERVICES, forEachService } from './services';
export { openStack, type Stack } from './stack';
