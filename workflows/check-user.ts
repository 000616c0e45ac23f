import { ActivityCancellationType, isCancellation } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { HoldPolicy, Ruling, Unanswered, UserAnswer } from '../domain/checks';
import type { Hold } from '../domain/holds';
import type { Order } from '../domain/order';
import { holdOrder, type HoldEnd } from './hold-order';
import type { Journal } from './journal';
import { localFirst } from './local-first';
import type { OperatorDesk } from './operator';

// Asking the user service is bounded: about 3 s for 4 tries, then the fallback. Bounded by tries and not by a
// schedule-to-close timeout, because an order must not fall back for the time in which no worker was there to ask.
const TRIES_ON_SERVER = 3;
const ATTEMPTS = 1 + TRIES_ON_SERVER;
const questions = localFirst<Pick<Activities, 'checkUser'>>({
  firstTryMs: 1000,
  then: {
    startToCloseTimeout: '700ms',
    retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumAttempts: TRIES_ON_SERVER },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  },
});

export interface CheckContext {
  readonly order: Order;
  readonly journal: Journal;
  readonly desk: OperatorDesk;
  readonly steps: Pick<Activities, 'findFallback' | 'showHold'>;
  /** Whether the other check has refused the order: then there is nothing to wait for. */
  readonly isRefused: () => boolean;
}

type Answer = UserAnswer | Ruling | Unanswered;

/**
 * THE FALLBACKS of the user check: the user service, else its last answer, else the order is held until the deadline. Both fallbacks
 * can be switched off; without them the order ends as unanswered at once.
 */
export async function checkUser(context: CheckContext): Promise<Answer> {
  const { order, steps, isRefused } = context;
  const answer = await ask(context);
  if (answer) return answer;
  if (isRefused()) return unanswered(context, 'none');
  const fallback = await steps.findFallback(order);
  if (fallback === 'none') return unanswered(context, 'none');
  unanswered(context, 'hold' in fallback ? 'hold' : 'cache');
  return 'hold' in fallback ? waitForAnswer(context, fallback.hold) : told(context, fallback.answer);
}

/** Holds the order; asks once more at once when an operator says so, and at the deadline: the worker may have been away. */
async function waitForAnswer(context: CheckContext, { forMs, askEveryMs }: HoldPolicy): Promise<Answer> {
  const now = Date.now();
  const hold: Hold = { cause: 'USER_CHECK_UNAVAILABLE', since: asTime(now), until: asTime(now + forMs) };
  for (;;) {
    const end = await holdOrder(context, hold, askEveryMs);
    resumed(context, end);
    if (end === 'refusal') return { attempts: ATTEMPTS };
    if (end !== 'deadline' && 'answer' in end) return told(context, end.answer);
    if (end !== 'deadline' && end.decision.decision !== 'retry') return { ruling: end.decision.decision };
    const answer = await ask(context);
    if (answer) return answer;
    const last = unanswered(context, end === 'deadline' ? 'none' : 'hold');
    if (end === 'deadline') return last;
  }
}

async function ask(context: CheckContext): Promise<UserAnswer | undefined> {
  try {
    return told(context, await questions.checkUser(context.order));
  } catch (error) {
    if (isCancellation(error)) throw error;
    return undefined;
  }
}

function told({ journal }: CheckContext, answer: UserAnswer): UserAnswer {
  journal.note({ type: answer.valid ? 'user.validated' : 'user.rejected', data: { source: answer.source } });
  return answer;
}

function unanswered({ journal }: CheckContext, fallback: 'cache' | 'hold' | 'none'): Unanswered {
  journal.note({ type: 'check.unavailable', data: { check: 'user', attempts: ATTEMPTS, fallback } });
  return { attempts: ATTEMPTS };
}

function resumed({ journal }: CheckContext, end: HoldEnd): void {
  if (typeof end === 'string') journal.note({ type: 'order.resumed', data: { by: end } });
  else if ('answer' in end) journal.note({ type: 'order.resumed', data: { by: 'answer' } });
  else {
    const { by: operator, decision, note } = end.decision;
    journal.note({ type: 'order.resumed', data: { by: 'operator', operator, decision, note } });
  }
  journal.stage('checking');
}

function asTime(ms: number): string {
  return new Date(ms).toISOString();
}
