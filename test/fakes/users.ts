import { once } from 'node:events';
import type { KnownAnswer } from '../../domain/checks';
import type { UserAnswers, Users } from '../../ports/users';
import { Faults } from './faults';

/** The user service in memory, for tests: a user with `invalid` in the id is not valid, unless a test sets another answer. */
export class MemoryUsers implements Users {
  readonly name = 'user-api';
  readonly faults = new Faults('user-api');
  /** While true, a call waits until its signal stops it. */
  hangs = false;
  /** The ids that were asked about, in order. */
  readonly asked: string[] = [];
  readonly #answers = new Map<string, boolean>();

  answer(userId: string, valid: boolean): void {
    this.#answers.set(userId, valid);
  }

  async isValid(userId: string, signal: AbortSignal): Promise<boolean> {
    this.asked.push(userId);
    signal.throwIfAborted();
    if (this.hangs) await once(signal, 'abort');
    signal.throwIfAborted();
    return this.faults.around(() => this.#answers.get(userId) ?? !userId.includes('invalid'));
  }
}

/** The last answers in memory, for tests. */
export class MemoryUserAnswers implements UserAnswers {
  readonly faults = new Faults('postgres');
  readonly #answers = new Map<string, { valid: boolean; at: number }>();

  remember(userId: string, valid: boolean): void {
    this.#answers.set(userId, { valid, at: Date.now() });
  }

  recall(userId: string): Promise<KnownAnswer | undefined> {
    return this.faults.around(() => {
      const known = this.#answers.get(userId);
      return known && { valid: known.valid, ageMs: Date.now() - known.at };
    });
  }

  async flush(): Promise<void> {
    return undefined;
  }
}
