import type { Toggle } from '../domain/toggles';

/** What operators have switched off. */
export interface Toggles {
  /** Whether this is on now. Never throws, and asks nobody: it may stand in the way of every request. */
  isOn(toggle: Toggle): boolean;
}
