import { readFile } from 'node:fs/promises';
import { FlagdCore, MemoryStorage } from '@openfeature/flagd-core';
import {
  ErrorCode,
  type EvaluationContext,
  type JsonValue,
  type Logger,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
} from '@openfeature/server-sdk';

interface FlagdFileOptions {
  readonly file: string;
  readonly everyMs: number;
  /** The flags that have to be boolean if they are in the file. */
  readonly booleans: readonly string[];
  /** Called with why the file cannot be used; the flags stay as they were. */
  readonly onUnusable: (error: unknown) => void;
}

/** What is wrong with a file is thrown; without this it would be printed as well. */
const SILENT: Logger = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

/**
 * The flags of a file as flagd has it, for OpenFeature. A file that cannot be read, is not valid as a whole, or has something
 * else than a boolean where one belongs changes nothing.
 */
export class FlagdFile implements Provider {
  readonly metadata = { name: 'flagd file' };
  readonly runsOn = 'server';
  readonly events = new OpenFeatureEventEmitter();
  readonly #booleans: readonly string[];
  readonly #file: FollowedFile;
  #flags = new FlagdCore(undefined, SILENT);
  #isStale = false;

  constructor({ file, everyMs, booleans, onUnusable }: FlagdFileOptions) {
    this.#booleans = booleans;
    const refuse = (error: unknown) => {
      this.#isStale = true;
      onUnusable(error);
    };
    const take = (text: string) => {
      try {
        this.#take(text);
      } catch (error) {
        refuse(error);
      }
    };
    this.#file = new FollowedFile({ file, everyMs, onText: take, onUnreadable: refuse });
  }

  /** Whether the file cannot be used as it is now. */
  isStale(): boolean {
    return this.#isStale;
  }

  initialize(): Promise<void> {
    return this.#file.open();
  }

  async onClose(): Promise<void> {
    this.#file.close();
  }

  async resolveBooleanEvaluation(flag: string, otherwise: boolean, context: EvaluationContext, logger: Logger) {
    return this.#flags.resolveBooleanEvaluation(flag, otherwise, context, logger);
  }

  async resolveStringEvaluation(flag: string, otherwise: string, context: EvaluationContext, logger: Logger) {
    return this.#flags.resolveStringEvaluation(flag, otherwise, context, logger);
  }

  async resolveNumberEvaluation(flag: string, otherwise: number, context: EvaluationContext, logger: Logger) {
    return this.#flags.resolveNumberEvaluation(flag, otherwise, context, logger);
  }

  async resolveObjectEvaluation<T extends JsonValue>(flag: string, otherwise: T, context: EvaluationContext, logger: Logger) {
    return this.#flags.resolveObjectEvaluation(flag, otherwise, context, logger);
  }

  #take(text: string): void {
    const storage = new MemoryStorage(SILENT);
    storage.setConfigurations(text, true);
    const flags = new FlagdCore(storage, SILENT);
    for (const flag of this.#booleans) assertBoolean(flags, flag);
    this.#flags = flags;
    this.#isStale = false;
    this.events.emit(ProviderEvents.ConfigurationChanged);
  }
}

function assertBoolean(flags: FlagdCore, flag: string): void {
  const { errorCode, errorMessage } = flags.resolveBooleanEvaluation(flag, true);
  if (errorCode !== undefined && errorCode !== ErrorCode.FLAG_NOT_FOUND) throw new Error(errorMessage);
}

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
class FollowedFile {
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
