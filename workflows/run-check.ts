import { ActivityCancellationType, isCancellation, sleep } from '@temporalio/workflow';
import type { CheckAnswer, HoldPolicy } from '../domain/checks';
import { isRefusal, type CheckResult } from '../domain/decide';
import type { Hold } from '../domain/holds';
import type { Order } from '../domain/order';
import type { Check, Steps } from './check';
import type { EventRecorder } from './event-recorder';
import type { HoldEnd, Holds } from './holds';

export interface OpenOrder {
  readonly order: Order;
  readonly recorder: EventRecorder;
  readonly steps: Steps;
  readonly holds: Holds;
}

/**
 * HOW A CHECK RUNS:
 * 1. The check is asked.
 * 2. When it cannot answer, its fallback is looked up: an earlier answer or a hold. Without a fallback the check ends as unanswered.
 * 3. While it holds the order, it is asked again until it answers, an operator decides, or the deadline passes.
 *
 * When something else refuses the order, an unanswered check ends as unanswered at once. Each step is recorded.
 */
export async function runCheck(check: Check, open: OpenOrder): Promise<CheckResult> {
  const result = await ask(check, open);
  if (result) return result;
  if (open.holds.isRefused()) return unanswered(check, open, 'none');
  const fallback = await check.fallback(open.order, open.steps);
  if (fallback === 'none') return unanswered(check, open, 'none');
  const last = unanswered(check, open, 'hold' in fallback ? 'hold' : 'cache');
  return 'hold' in fallback ? waitForAnswer(check, open, fallback.hold, last) : answered(check, open, fallback.answer);
}

/** Holds the order. Asks again on an operator's `retry`, and one last time at the deadline, in case no worker was running before it. */
async function waitForAnswer(check: Check, open: OpenOrder, { forMs, askEveryMs }: HoldPolicy, last: CheckResult): Promise<CheckResult> {
  const now = Date.now();
  const hold: Hold = { cause: check.holdCause, since: asTime(now), until: asTime(now + forMs) };
  for (;;) {
    const end = await open.holds.wait(check.name, hold, () => answerBefore(check, open.order, hold.until, askEveryMs));
    if (end === 'refusal') return last;
    if (end !== 'deadline' && 'answer' in end) return answered(check, open, end.answer);
    if (end !== 'deadline' && end.decision.decision !== 'retry') return concluded(check, open, { ruling: end.decision.decision });
    const result = await ask(check, open);
    if (result) return result;
    const unansweredAgain = unanswered(check, open, end === 'deadline' ? 'none' : 'hold');
    if (end === 'deadline') return unansweredAgain;
  }
}

/**
 * Asks until the check answers or the deadline passes. It is one activity that the server retries, so that a long hold adds no more
 * events to the history than a short one. The activity ends before the deadline when there is no time for another try.
 */
async function answerBefore(check: Check, order: Order, until: string, askEveryMs: number): Promise<HoldEnd> {
  const leftMs = () => Math.max(1, Date.parse(until) - Date.now());
  try {
    const answer = await check.askWhileHeld(order, {
      scheduleToCloseTimeout: leftMs(),
      retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: askEveryMs },
      cancellationType: ActivityCancellationType.TRY_CANCEL,
    });
    return { answer };
  } catch (error) {
    if (isCancellation(error)) throw error;
  }
  await sleep(leftMs());
  return 'deadline';
}

async function ask(check: Check, open: OpenOrder): Promise<CheckResult | undefined> {
  try {
    return answered(check, open, await check.ask(open.order));
  } catch (error) {
    if (isCancellation(error)) throw error;
    return undefined;
  }
}

function answered(check: Check, open: OpenOrder, answer: CheckAnswer): CheckResult {
  open.recorder.record({ type: answer.valid ? check.passed : check.failed, data: { source: answer.source } });
  return concluded(check, open, answer);
}

function unanswered(check: Check, { recorder }: OpenOrder, fallback: 'cache' | 'hold' | 'none'): CheckResult {
  const { name, attempts, rejection } = check;
  recorder.record({ type: 'check.unavailable', data: { check: name, attempts, fallback } });
  return { rejection, answer: { attempts } };
}

function concluded({ rejection }: Check, { holds }: OpenOrder, answer: CheckResult['answer']): CheckResult {
  const result = { rejection, answer };
  if (isRefusal(result)) holds.refuse();
  return result;
}

function asTime(ms: number): string {
  return new Date(ms).toISOString();
}
