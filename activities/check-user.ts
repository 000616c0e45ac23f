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
 * What stands in for the user service: the last answer about the user, else a hold, else nothing, as far as each is switched on. If
 * stored answers cannot be read: with holds switched on they count as missing; with holds off this throws, so that Temporal retries.
 * The toggles are read here and not in the workflow, because a replayed workflow must not depend on what is switched on now.
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
