import { ActivityCancellationType, allHandlersFinished, CancellationScope, condition, defineQuery, setHandler } from '@temporalio/workflow';
import { decide, type CheckResult } from '../domain/decide';
import { orderEnded, orderReceived, type OrderEvent } from '../domain/events';
import type { Order, Outcome } from '../domain/order';
import { outcomeOf, publishedEvents } from '../domain/settlement';
import { handleCancel } from './cancel-handler';
import type { Check, Steps } from './check';
import { userCheck } from './check-user';
import { OUTCOME_QUERY, TIMELINE_QUERY } from './contract';
import { handleDecisions } from './decision-handler';
import { openEventRecorder } from './event-recorder';
import { openHolds } from './holds';
import { retryUntilSuccess } from './local-first';
import { runCheck, type OpenOrder } from './run-check';

const timelineQuery = defineQuery<readonly OrderEvent[]>(TIMELINE_QUERY);
const outcomeQuery = defineQuery<Outcome | null>(OUTCOME_QUERY);

/** THE CHECKS of an order. When several say "no", the first in this list gives the reason. The limit check comes after them. */
const CHECKS: readonly Check[] = [userCheck];

// Steps that must succeed are retried for ever, often enough that an order continues within seconds after a dependency returns.
// A round of 8 tries takes about 16 s, or 50 s when the dependency hangs; after a failed round the order is stuck.
const UNTIL_SUCCESS = {
  firstTryMs: 1000,
  then: {
    startToCloseTimeout: '5s',
    retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '5s', maximumAttempts: 8 },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  },
} as const;

/** The workflow of one order. Its id is the order's. */
export function processOrder(order: Order): Promise<Outcome> {
  return runOrder(order, CHECKS);
}

/** The life of an order: checked, decided, settled, published. */
export async function runOrder(order: Order, checks: readonly Check[]): Promise<Outcome> {
  let outcome: Outcome | null = null;
  const settled = () => outcome;
  const recorder = openEventRecorder();
  const steps = retryUntilSuccess<Steps>(UNTIL_SUCCESS, recorder);
  const holds = openHolds(order, recorder, steps);
  handleDecisions(holds, settled);
  const cancelable = handleCancel(settled);
  setHandler(timelineQuery, recorder.events);
  setHandler(outcomeQuery, settled);

  recorder.record(orderReceived(order), order.acceptedAt);
  const { by, ...decided } = await cancelable(() => check({ order, recorder, steps, holds }, checks));
  recorder.record(orderEnded(decided, by));

  return CancellationScope.nonCancellable(async () => {
    // The settlement that is in Postgres counts, whatever was decided here.
    const settlement = await steps.settle(order, { ...decided, events: recorder.events() });
    outcome = outcomeOf(settlement);
    recorder.replace(publishedEvents(settlement));
    recorder.stage('settled', outcome.status);

    // In parallel, so that a dependency that is down delays only its own part.
    await Promise.all([
      outcome.status === 'APPROVED' ? steps.confirmLimit(order) : steps.releaseLimit(order),
      steps.appendToLog(order.id, recorder.events()),
      steps.publishToStream(order.id, recorder.events()),
    ]);
    if (!allHandlersFinished()) await condition(allHandlersFinished);
    return outcome;
  });
}

/** Runs all checks in parallel, the limit check among them, and decides by their results. */
async function check(open: OpenOrder, checks: readonly Check[]): Promise<Outcome> {
  return decide(await Promise.all([...checks.map((one) => runCheck(one, open)), checkLimit(open)]));
}

/** Reserves the order's value. This is retried until it is answered, so it needs no fallback. */
async function checkLimit({ order, recorder, steps, holds }: OpenOrder): Promise<CheckResult> {
  const { fits, ...answer } = await steps.reserveLimit(order);
  if (fits) {
    recorder.record({ type: 'limit.reserved', data: { limit: answer.limit } });
  } else {
    recorder.record({ type: 'limit.refused', data: { ...answer, reason: 'LIMIT_EXCEEDED' } });
    holds.refuse();
  }
  return { rejection: 'LIMIT_EXCEEDED', answer: { valid: fits } };
}
