import type { Variables } from '../outside';
import type { Slot } from '../slot';
import { foreground } from './foreground';

/** Runs one of the operator's commands (`apps/operate`) on the slot's parts. True when it came out well. */
export function operate(slot: Slot, outside: Variables, args: readonly string[]): Promise<boolean> {
  return foreground(slot, outside, 'apps/operate', args);
}
