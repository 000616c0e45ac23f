import type { Part } from '../part';
import { lastSlot, type Slot } from '../slot';
import { portHolder } from './port-holder';
import { runningProcess } from './running-process';
import { usedPorts } from './used-ports';

/** Throws, naming each port, the part and a way out, when a stranger holds a port of a part that does not run yet. */
export async function refuseUsedPorts(slot: Slot, parts: readonly Part[]): Promise<void> {
  const problems: string[] = [];
  for (const part of parts) {
    if (runningProcess(slot, part.name)) continue;
    for (const port of await usedPorts(part.ports)) {
      const holder = portHolder(port);
      problems.push(`Port ${port}, which ${part.name} needs, is in use${holder ? ` by ${holder}` : ''}.`);
    }
  }
  if (problems.length === 0) return;
  const other = slot.number < lastSlot ? slot.number + 1 : 1;
  throw new Error(`${problems.join('\n')}\nStop what uses it, or use other ports: STACK_SLOT=${other} make server`);
}
