import {
  ActivityCancellationType,
  CancellationScope,
  defineQuery,
  isCancellation,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { LimitAnswer, Unanswered, UserAnswer } from '../domain/checks';
import { decide } from '../domain/decide';
import { orderEnded, orderReceived, type OrderEvent } from '../domain/events';
import type { Order, Outcome } from '../domain/order';
import { eventsToTell, outcomeOf } from '../domain/settlement';
import { ORDER_STAGE, ORDER_STATUS, OUTCOME_QUERY, TIMELINE_QUERY, type OrderStage } from './contract';
import { openJournal, type Journal } from './journal';
import { localFirst } from './local-first';
import { unanswered } from './unanswered';

const timelineQuery = defineQuery<readonly OrderEvent[]>(TIMELINE_QUERY);
const outcomeQuery = defineQuery<Outcome | null>(OUTCOME_QUERY);

// Asking the user service is bounded: about 3 s for 4 tries, then the fallback. Bounded by tries and not by a
// schedule-to-close timeout, because an order must not be canceled for the time in which no worker was there to ask.
const TRIES_ON_SERVER = 3;
const questions = localFirst<Pick<Activities, 'checkUser'>>({
  firstTryMs: 1000,
  then: {
    startToCloseTimeout: '700ms',
    retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumAttempts: TRIES_ON_SERVER },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  },
});

// What must happen in the end is retried for ever, and soon enough that an order goes on within seconds of the
// dependency's return.
const steps = localFirst<Omit<Activities, 'checkUser'>>({
  firstTryMs: 1000,
  then: {
    startToCloseTimeout: '5s',
    retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '5s' },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  },
});

/** The life of one order: checked, decided, settled, told. Its id is the order's. */
export async function processOrder(order: Order): Promise<Outcome> {
  const journal = openJournal();
  let settled: Outcome | null = null;
  setHandler(timelineQuery, journal.events);
  setHandler(outcomeQuery, () => settled);

  journal.note(orderReceived(order), order.acceptedAt);
  const outcome = await check(order, journal);
  journal.note(orderEnded(outcome));

  return CancellationScope.nonCancellable(async () => {
    const settlement = await steps.settle(order, { ...outcome, events: journal.events() });
    const stands = outcomeOf(settlement);
    settled = stands;
    journal.adopt(eventsToTell(settlement));
    upsertSearchAttributes([
      { key: ORDER_STATUS, value: settlement.status },
      { key: ORDER_STAGE, value: 'settled' satisfies OrderStage },
    ]);
    await Promise.all([
      steps.appendToLog(order.id, journal.events()),
      steps.publishToStream(order.id, journal.events()),
    ]);
    return stands;
  });
}

/** Both checks side by side, then the decision. Canceling the workflow while they run decides the order as well. */
async function check(order: Order, journal: Journal): Promise<Outcome> {
  try {
    const [user, limit] = await Promise.all([checkUser(order, journal), reserveLimit(order, journal)]);
    return decide(user, limit);
  } catch (error) {
    if (isCancellation(error)) return { status: 'CANCELED', reason: 'CANCELED_BY_OPERATOR' };
    throw error;
  }
}

async function checkUser(order: Order, journal: Journal): Promise<UserAnswer | Unanswered> {
  const answer = await questions.checkUser(order).catch(unanswered(1 + TRIES_ON_SERVER));
  journal.note(
    'attempts' in answer
      ? { type: 'check.unavailable', data: { check: 'user', attempts: answer.attempts, fallback: 'none' } }
      : { type: answer.valid ? 'user.validated' : 'user.rejected', data: { source: answer.source } },
  );
  return answer;
}

async function reserveLimit(order: Order, journal: Journal): Promise<LimitAnswer> {
  const answer = await steps.reserveLimit(order);
  const { fits, limit } = answer;
  journal.note(
    fits
      ? { type: 'limit.reserved', data: { limit } }
      : { type: 'limit.refused', data: { limit, reason: 'LIMIT_EXCEEDED' } },
  );
  return answer;
}
