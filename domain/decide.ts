import type { CheckAnswer, Ruling, Unanswered } from './checks';
import type { Outcome, RejectionReason } from './order';

/** How one check of an order has ended, and the reason that its "no" gives to a canceled order. */
export interface CheckResult {
  readonly rejection: RejectionReason;
  readonly answer: Pick<CheckAnswer, 'valid'> | Ruling | Unanswered;
}

/** Whether the order is refused by this result, whatever its other checks say. */
export function isRefusal({ answer }: CheckResult): boolean {
  return 'valid' in answer ? !answer.valid : 'ruling' in answer && answer.ruling === 'reject';
}

/**
 * Decides an order from the results of its checks, the limit's as the last. The first "no" decides, so that an order that fails
 * several checks always names the same reason. A rejection by an operator comes next, then a missing answer: neither counts where a
 * "no" is known, and a missing answer never approves. An operator's approval takes the place of one check's answer alone: it does
 * not lift the limit.
 */
export function decide(results: readonly CheckResult[]): Outcome {
  const no = results.find(({ answer }) => 'valid' in answer && !answer.valid);
  if (no) return { status: 'CANCELED', reason: no.rejection };
  const isRejected = results.some(({ answer }) => 'ruling' in answer && answer.ruling === 'reject');
  if (isRejected) return { status: 'CANCELED', reason: 'REJECTED_BY_OPERATOR' };
  const isIncomplete = results.some(({ answer }) => 'attempts' in answer);
  return isIncomplete ? { status: 'CANCELED', reason: 'CHECK_UNAVAILABLE' } : { status: 'APPROVED' };
}
