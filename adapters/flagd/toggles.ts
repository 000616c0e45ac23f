import { randomUUID } from 'node:crypto';
import { NOOP_PROVIDER, OpenFeature, ProviderEvents } from '@openfeature/server-sdk';
import { type Toggle, TOGGLES } from '../../domain/toggles';
import type { Toggles } from '../../ports/toggles';
import { FlagdFile } from './flagd-file';

interface FlagdTogglesOptions {
  readonly file: string;
  /** How far apart two looks at the file are. */
  readonly everyMs?: number;
  /** Called with what is off, at the start and each time the file has changed. */
  readonly onSet?: (off: readonly Toggle[]) => void;
  /** Called with why the file cannot be used; the toggles stay as they are. */
  readonly onUnusable?: (error: unknown) => void;
}

/**
 * The toggles in a file as flagd has it, through OpenFeature: on or off is what each one's default variant says, and what is not in
 * the file is on. They are asked for when the file has changed and remembered, because OpenFeature only answers later.
 */
export class FlagdToggles implements Toggles {
  /** OpenFeature is one for the whole process; within its own domain nobody else sets the provider. */
  readonly #domain = randomUUID();
  readonly #client = OpenFeature.getClient(this.#domain);
  readonly #file: FlagdFile;
  readonly #onSet: (off: readonly Toggle[]) => void;
  #off: readonly Toggle[] = [];

  constructor({ file, everyMs = 1_000, onSet = () => undefined, onUnusable = () => undefined }: FlagdTogglesOptions) {
    this.#onSet = onSet;
    this.#file = new FlagdFile({ file, everyMs, booleans: TOGGLES, onUnusable });
  }

  /** Reads the file for the first time. Without one that can be used everything is on until there is one. */
  async start(): Promise<void> {
    await OpenFeature.setProviderAndWait(this.#domain, this.#file);
    await this.#ask();
    this.#client.addHandler(ProviderEvents.ConfigurationChanged, () => this.#ask());
  }

  isOn(toggle: Toggle): boolean {
    return !this.#off.includes(toggle);
  }

  /** Whether the file cannot be used as it is, and says nothing about what is on. */
  isStale(): boolean {
    return this.#file.isStale();
  }

  async close(): Promise<void> {
    // Closes the one that was set.
    await OpenFeature.setProviderAndWait(this.#domain, NOOP_PROVIDER);
  }

  async #ask(): Promise<void> {
    const answers = await Promise.all(TOGGLES.map(async (toggle) => ({ toggle, on: await this.#client.getBooleanValue(toggle, true) })));
    this.#off = answers.filter(({ on }) => !on).map(({ toggle }) => toggle);
    this.#onSet(this.#off);
  }
}
