type Release = () => unknown;

/** The resources that a process has to close. They are pushed as they are created and released in reverse, each once, whatever fails. */
export class Resources {
  readonly #releases: { name: string; release: Release }[] = [];

  push(name: string, release: Release): void {
    this.#releases.push({ name, release });
  }

  /** Releases everything. A release that fails is reported, and the others are released all the same. */
  async release(onError: (name: string, error: unknown) => void): Promise<void> {
    for (let last = this.#releases.pop(); last !== undefined; last = this.#releases.pop()) {
      try {
        await last.release();
      } catch (error) {
        onError(last.name, error);
      }
    }
  }
}
