import { fallbackFrom, type Fallback, type HoldPolicy } from '../domain/checks';
import type { Order } from '../domain/order';
import { Unavailable, type Toggles, type UserAnswers } from './ports';

export interface FallbackPolicy {
  /** How old the last answer about a user may be to stand in for a new one. */
  readonly maxAgeMs: number;
  readonly hold: HoldPolicy;
}

/**
 * Finds what stands in for the user service: the last answer about the user, otherwise a hold, otherwise nothing, as far as each is
 * switched on. When the answers cannot be looked up and the order may wait, that counts as no answer, because the user service is
 * asked on meanwhile. When the order may not wait, the lookup is tried again. The toggles are read here and not by the workflow,
 * because a workflow runs again from its history alone.
 */
export function createFindFallback(answers: Pick<UserAnswers, 'recall'>, toggles: Toggles, policy: FallbackPolicy) {
  return async function findFallback({ userId }: Order): Promise<Fallback> {
    const hold = toggles.isOn('fallbackToHold') ? policy.hold : undefined;
    if (!toggles.isOn('fallbackToLastAnswer')) return fallbackFrom(undefined, policy.maxAgeMs, hold);
    const known = await answers.recall(userId).catch((error: unknown) => {
      if (hold && error instanceof Unavailable) return undefined;
      throw error;
    });
    return fallbackFrom(known, policy.maxAgeMs, hold);
  };
}
