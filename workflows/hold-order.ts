import { ActivityCancellationType, CancellationScope, condition, isCancellation, proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { UserAnswer } from '../domain/checks';
import type { Decision, Hold } from '../domain/holds';
import type { Order } from '../domain/order';
import type { CheckContext } from './check-user';

/** How a hold ends: with an answer, with an operator's decision, because the order was refused otherwise, or with its time. */
export type HoldEnd = { readonly answer: UserAnswer } | { readonly decision: Decision } | 'refusal' | 'deadline';

/** Holds the order, for operators to see, and waits for whatever ends that first. */
export async function holdOrder(context: CheckContext, hold: Hold, askEveryMs: number): Promise<HoldEnd> {
  const { order, journal, desk, steps, isRefused } = context;
  journal.note({ type: 'order.held', data: { cause: hold.cause, until: hold.until } });
  journal.stage('held');
  desk.open();
  const waiting = new CancellationScope();
  try {
    return await waiting.run(() => {
      steps.showHold(order, hold).catch(ignoreCancellation);
      return Promise.race([
        answerBefore(order, hold.until, askEveryMs),
        desk.decided().then((decision) => ({ decision })),
        condition(isRefused).then(() => 'refusal' as const),
      ]);
    });
  } finally {
    waiting.cancel();
    desk.close();
  }
}

/**
 * Asks again and again until the deadline. One activity that the server retries, so that an hour costs the history no more than
 * a minute; it ends before the deadline when there is no time for one more try.
 */
async function answerBefore(order: Order, until: string, askEveryMs: number): Promise<HoldEnd> {
  const leftMs = () => Math.max(1, Date.parse(until) - Date.now());
  const { checkUser } = proxyActivities<Pick<Activities, 'checkUser'>>({
    startToCloseTimeout: '2s',
    scheduleToCloseTimeout: leftMs(),
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: askEveryMs },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  });
  try {
    return { answer: await checkUser(order) };
  } catch (error) {
    if (isCancellation(error)) throw error;
  }
  await sleep(leftMs());
  return 'deadline';
}

function ignoreCancellation(error: unknown): void {
  if (!isCancellation(error)) throw error;
}
