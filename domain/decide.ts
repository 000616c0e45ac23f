import type { LimitAnswer, Ruling, Unanswered, UserAnswer } from './checks';
import type { Outcome } from './order';

/**
 * Decides an order from its answers. A "no" decides, the user's before the limit's, so that an order that fails both always
 * names the same reason; a missing answer counts only when nothing else speaks against the order, and never approves. An
 * operator's ruling takes the place of the user's answer alone: it does not lift the limit.
 */
export function decide(user: UserAnswer | Ruling | Unanswered, limit: LimitAnswer): Outcome {
  if ('valid' in user && !user.valid) return { status: 'CANCELED', reason: 'USER_INVALID' };
  if (!limit.fits) return { status: 'CANCELED', reason: 'LIMIT_EXCEEDED' };
  if ('ruling' in user && user.ruling === 'reject') return { status: 'CANCELED', reason: 'REJECTED_BY_OPERATOR' };
  if ('attempts' in user) return { status: 'CANCELED', reason: 'CHECK_UNAVAILABLE' };
  return { status: 'APPROVED' };
}
