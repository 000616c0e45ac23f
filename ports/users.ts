import type { KnownAnswer } from '../domain/checks';

/** The company's user service. */
export interface Users {
  /** Whether this user may order. Throws `Unavailable` when the service gives no valid answer. */
  isValid(userId: string, signal: AbortSignal): Promise<boolean>;
}

/** The last answer of the user service about each user. A cache: a lost answer is asked for again. */
export interface UserAnswers {
  /** Stores an answer, soon and if possible; never waits and never throws. */
  remember(userId: string, valid: boolean): void;
  /** The last stored answer. Throws `Unavailable` when the answers cannot be read. */
  recall(userId: string): Promise<KnownAnswer | undefined>;
}
