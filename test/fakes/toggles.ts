import type { Toggle, Toggles } from '../../ports/toggles';

/** The toggles in memory, for tests. */
export class MemoryToggles implements Toggles {
  #off: readonly Toggle[] = [];

  isOn(toggle: Toggle): boolean {
    return !this.#off.includes(toggle);
  }

  /** Switches these off, and all others on. */
  off(...toggles: Toggle[]): void {
    this.#off = toggles;
  }
}
