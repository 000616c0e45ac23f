import type { LimitAnswer, Unanswered, UserAnswer } from './checks';
import type { Outcome } from './order';

/**
 * Decides an order from its answers. The user's rejection comes before the limit's, so that an order that fails both
 * always names the same reason. An unanswered check never approves.
 */
export function decide(user: UserAnswer | Unanswered, limit: LimitAnswer): Outcome {
  if ('attempts' in user) return { status: 'CANCELED', reason: 'CHECK_UNAVAILABLE' };
  if (!user.valid) return { status: 'CANCELED', reason: 'USER_INVALID' };
  if (!limit.fits) return { status: 'CANCELED', reason: 'LIMIT_EXCEEDED' };
  return { status: 'APPROVED' };
}
