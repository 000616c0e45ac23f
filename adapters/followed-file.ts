import { readFile } from 'node:fs/promises';

interface FollowOptions {
  readonly file: string;
  /** How far apart two looks at the file are. */
  readonly everyMs: number;
  /** Called with the text the file has at first, and with each one that differs from the one before. */
  readonly onText: (text: string) => void;
  /** Called with why the file cannot be read; once, until it can be or there is another reason. */
  readonly onUnreadable: (error: unknown) => void;
}

/**
 * A small file that others change, put in place of another, remove and bring back. It is read again and again: watchers lose
 * files that are renamed over, and notice nothing on some network and container file systems. Following it keeps no process alive.
 */
export class FollowedFile {
  readonly #options: FollowOptions;
  #lastSeen: string | undefined;
  #next: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: FollowOptions) {
    this.#options = options;
  }

  /** Looks at the file for the first time; whatever is wrong with it is passed on and not thrown. */
  open(): Promise<void> {
    return this.#look();
  }

  /** Calls nobody from now on. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#next);
  }

  async #look(): Promise<void> {
    const { file, everyMs, onText, onUnreadable } = this.#options;
    const look = await readFile(file, 'utf8').then(
      (text) => ({ what: `text ${text}`, notify: () => onText(text) }),
      (error: unknown) => ({ what: `error ${String(error)}`, notify: () => onUnreadable(error) }),
    );
    if (this.#isClosed) return;
    this.#next = setTimeout(() => void this.#look(), everyMs).unref();
    if (look.what === this.#lastSeen) return;
    this.#lastSeen = look.what;
    look.notify();
  }
}
