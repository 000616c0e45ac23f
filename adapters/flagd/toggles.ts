import { randomUUID } from 'node:crypto';
import { NOOP_PROVIDER, OpenFeature, ProviderEvents } from '@openfeature/server-sdk';
import { type Toggle, TOGGLES, type Toggles } from '../../ports/toggles';
import { FlagdFile } from './flagd-file';

interface FlagdTogglesOptions {
  readonly file: string;
  /** How often the file is read. */
  readonly everyMs?: number;
  /** Called with what is off, at the start and each time the file has changed. */
  readonly onSet?: (off: readonly Toggle[]) => void;
  /** Called with the reason why the file cannot be used; the toggles stay as they are. */
  readonly onUnusable?: (error: unknown) => void;
}

/**
 * The toggles in a file in flagd's format, through OpenFeature. A toggle is on or off by its default variant; one that is not in
 * the file is on. OpenFeature answers by promise, so the answers are read whenever the file has changed, and kept.
 */
export class FlagdToggles implements Toggles {
  /** OpenFeature is global in the process. In a domain of its own no other code sets the provider. */
  readonly #domain = randomUUID();
  readonly #client = OpenFeature.getClient(this.#domain);
  readonly #file: FlagdFile;
  readonly #onSet: (off: readonly Toggle[]) => void;
  #off: readonly Toggle[] = [];

  constructor({ file, everyMs = 1_000, onSet = () => undefined, onUnusable = () => undefined }: FlagdTogglesOptions) {
    this.#onSet = onSet;
    this.#file = new FlagdFile({ file, everyMs, booleans: TOGGLES, onUnusable });
  }

  /** Reads the file for the first time, and follows it. Until the file can be used everything is on. */
  async start(): Promise<void> {
    await OpenFeature.setProviderAndWait(this.#domain, this.#file);
    await this.#update();
    this.#client.addHandler(ProviderEvents.ConfigurationChanged, () => this.#update());
  }

  isOn(toggle: Toggle): boolean {
    return !this.#off.includes(toggle);
  }

  /** Whether the file cannot be used now, so that the toggles may be out of date. */
  isStale(): boolean {
    return this.#file.isStale();
  }

  async close(): Promise<void> {
    // OpenFeature closes the provider that was set before.
    await OpenFeature.setProviderAndWait(this.#domain, NOOP_PROVIDER);
  }

  async #update(): Promise<void> {
    const answers = await Promise.all(TOGGLES.map(async (toggle) => ({ toggle, on: await this.#client.getBooleanValue(toggle, true) })));
    this.#off = answers.filter(({ on }) => !on).map(({ toggle }) => toggle);
    this.#onSet(this.#off);
  }
}
