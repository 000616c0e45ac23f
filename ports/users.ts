import type { KnownAnswer } from '../domain/checks';

/** The company's user service. */
export interface Users {
  /** Whether this user may order. Throws {@link Unavailable} when the service gives no valid answer. */
  isValid(userId: string, signal: AbortSignal): Promise<boolean>;
}

/** What the user service last said about each user. A cache: what it has lost is asked for again. */
export interface UserAnswers {
  /** Keeps an answer, soon and if it can; never waits and never throws. */
  remember(userId: string, valid: boolean): void;
  /** The last answer that was kept. Throws {@link Unavailable}. */
  recall(userId: string): Promise<KnownAnswer | undefined>;
}
