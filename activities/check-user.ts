import { cancellationSignal } from '@temporalio/activity';
import { type CheckAnswer, type Fallback, fallbackFrom, type HoldPolicy } from '../domain/checks';
import type { Order } from '../domain/order';
import type { Toggles } from '../ports/toggles';
import { Unavailable } from '../ports/unavailable';
import type { UserAnswers, Users } from '../ports/users';

/** Asks the user service whether this user may order. Throws when it cannot answer; Temporal owns the retries. */
export function createCheckUser(users: Users, answers: Pick<UserAnswers, 'remember'>) {
  return async function checkUser(order: Order): Promise<CheckAnswer> {
    const valid = await users.isValid(order.userId, cancellationSignal());
    answers.remember(order.userId, valid);
    return { valid, source: 'api' };
  };
}

export interface FallbackPolicy {
  /** How old the last answer about a user may be to stand in for a new one. */
  readonly maxAgeMs: number;
  readonly hold: HoldPolicy;
}

/**
 * What stands in for the user service: the last answer about the user, else a hold, else nothing, as far as each is switched on.
 * Answers that cannot be looked up count as none where the order may wait, because asking the user service goes on meanwhile; else
 * they are looked up again. What is switched on is read here and not by the workflow, which runs again from its history alone.
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
