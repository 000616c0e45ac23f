import type { UserAnswers } from '../activities/ports';
import type { KnownAnswer } from '../domain/checks';
import { Faults } from './memory-faults';

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
