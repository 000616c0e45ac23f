import type { LimitAnswer, Unanswered, UserAnswer } from './checks';
import type { Outcome } from './order';

/**
 * Decides an order from its answers. A "no" decides, the user's before the limit's, so that an order that fails both always
 * names the same reason; a missing answer counts only when nothing else speaks against the order. It never approves.
 */
export function decide(user: UserAnswer | Unanswered, limit: LimitAnswer): Outcome {
  const isAnswered = 'valid' in user;
  if (isAnswered && !user.valid) return { status: 'CANCELED', reason: 'USER_INVALID' };
  if (!limit.fits) return { status: 'CANCELED', reason: 'LIMIT_EXCEEDED' };
  if (!isAnswered) return { status: 'CANCELED', reason: 'CHECK_UNAVAILABLE' };
  return { status: 'APPROVED' };
}
