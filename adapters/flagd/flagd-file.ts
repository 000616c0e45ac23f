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
  /** The flags that must be boolean if they are in the file. */
  readonly booleans: readonly string[];
  /** Called with the reason why the file cannot be used; the flags stay as they were. */
  readonly onUnusable: (error: unknown) => void;
}

/** Faults of a file are thrown. Without this logger flagd would print them as well. */
const SILENT: Logger = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

/**
 * The flags of a file in flagd's format, as a provider for OpenFeature. A file that cannot be read, is not valid as a whole, or has
 * another type where a boolean is required changes nothing.
 */
export class FlagdFile implements Provider {
  readonly metadata = { name: 'flagd file' };
  readonly runsOn = 'server';
  readonly events = new OpenFeatureEventEmitter();
  readonly #booleans: readonly string[];
  readonly #file: PolledFile;
  #flags = new FlagdCore(undefined, SILENT);
  #isStale = false;

  constructor({ file, everyMs, booleans, onUnusable }: FlagdFileOptions) {
    this.#booleans = booleans;
    const refuse = (error: unknown) => {
      this.#isStale = true;
      onUnusable(error);
    };
    const load = (text: string) => {
      try {
        this.#load(text);
      } catch (error) {
        refuse(error);
      }
    };
    this.#file = new PolledFile({ file, everyMs, onText: load, onUnreadable: refuse });
  }

  /** Whether the file cannot be used as it is now. */
  isStale(): boolean {
    return this.#isStale;
  }

  initialize(): Promise<void> {
    return this.#file.start();
  }

  async onClose(): Promise<void> {
    this.#file.stop();
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

  #load(text: string): void {
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

interface PollOptions {
  readonly file: string;
  /** How often the file is read. */
  readonly everyMs: number;
  /** Called with the first text of the file, and again whenever the text has changed. */
  readonly onText: (text: string) => void;
  /** Called with the reason why the file cannot be read: once, until it can be read again or there is another reason. */
  readonly onUnreadable: (error: unknown) => void;
}

/**
 * A small file that others change, replace, remove and restore. It is polled, because file watchers lose
 * files that are replaced by renaming, and notice nothing on some network and container file systems. Polling keeps no process alive.
 */
class PolledFile {
  readonly #options: PollOptions;
  #lastSeen: string | undefined;
  #next: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: PollOptions) {
    this.#options = options;
  }

  /** Reads the file for the first time, and goes on polling it. Faults are passed to the callbacks and not thrown. */
  start(): Promise<void> {
    return this.#poll();
  }

  /** Stops polling; no callback is called any more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#next);
  }

  async #poll(): Promise<void> {
    const { file, everyMs, onText, onUnreadable } = this.#options;
    const seen = await readFile(file, 'utf8').then(
      (text) => ({ what: `text ${text}`, notify: () => onText(text) }),
      (error: unknown) => ({ what: `error ${String(error)}`, notify: () => onUnreadable(error) }),
    );
    if (this.#isStopped) return;
    this.#next = setTimeout(() => void this.#poll(), everyMs).unref();
    if (seen.what === this.#lastSeen) return;
    this.#lastSeen = seen.what;
    seen.notify();
  }
}
