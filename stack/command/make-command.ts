import type { Slot } from '../slot';

/** What to type for that target in this slot. */
export function makeCommand(slot: Slot, target: string): string {
  return slot.number === 0 ? `make ${target}` : `STACK_SLOT=${slot.number} make ${target}`;
}
