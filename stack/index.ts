/** The local stack, for tests and scripts: describe a slot, start it, disturb single parts, stop it. */
export { builtApplications } from './build/applications';
export { schemathesisPython } from './build/schemathesis-python';
export { testServerPath } from './build/test-server-path';
export { claimFreeSlot } from './claim-free-slot';
export { environment, localPasswords } from './environment';
export type { Part, PartName } from './part';
export { partsFor } from './parts';
export { behindProxyPorts, testPortOf } from './ports';
export { logFile } from './run/log-file';
export { PartFailed } from './run/part-failed';
export { runningProcess } from './run/running-process';
export { launchPart, startPart } from './run/start-part';
export { startParts } from './run/start-parts';
export { killPart, stopPart } from './run/stop-part';
export { removeSlot, stopParts } from './run/stop-parts';
export { slotAt, type Slot } from './slot';
export { openStack, type Stack } from './stack';
