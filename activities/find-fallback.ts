import { fallbackFrom, type Fallback, type HoldPolicy } from '../domain/checks';
import type { Order } from '../domain/order';
import { Unavailable, type UserAnswers } from './ports';

export interface FallbackPolicy {
  /** How old the last answer about a user may be to stand in for a new one. */
  readonly maxAgeMs: number;
  readonly hold: HoldPolicy;
}

/**
 * What stands in for the user service: the last answer about the user, else a hold. Answers that cannot be looked up count as
 * none, because waiting is what is left then, and asking the user service goes on meanwhile.
 */
export function createFindFallback(answers: Pick<UserAnswers, 'recall'>, { maxAgeMs, hold }: FallbackPolicy) {
  return async function findFallback({ userId }: Order): Promise<Fallback> {
    const known = await answers.recall(userId).catch((error: unknown) => {
      if (error instanceof Unavailable) return undefined;
      throw error;
    });
    return fallbackFrom(known, maxAgeMs, hold);
  };
}
