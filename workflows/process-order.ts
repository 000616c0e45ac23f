import {
  ActivityCancellationType,
  allHandlersFinished,
  CancellationScope,
  condition,
  defineQuery,
  patched,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { LimitAnswer } from '../domain/checks';
import { decide } from '../domain/decide';
import { orderEnded, orderReceived, type OrderEvent } from '../domain/events';
import type { Order, Outcome } from '../domain/order';
import { outcomeOf, publishedEvents } from '../domain/settlement';
import { takeCancellations } from './cancellation';
import { checkUser } from './check-user';
import { OUTCOME_QUERY, TIMELINE_QUERY } from './contract';
import { openJournal, type Journal } from './journal';
import { untilDone } from './local-first';
import { openOperatorDesk, type OperatorDesk } from './operator';

const timelineQuery = defineQuery<readonly OrderEvent[]>(TIMELINE_QUERY);
const outcomeQuery = defineQuery<Outcome | null>(OUTCOME_QUERY);

type Steps = Omit<Activities, 'checkUser'>;

// What must happen in the end is retried for ever, and soon enough that an order goes on within seconds of the
// dependency's return. A round of 8 tries takes some 16 s, or 50 s when the dependency hangs; after each the order is stuck.
const PATIENCE = {
  firstTryMs: 1000,
  then: {
    startToCloseTimeout: '5s',
    retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '5s', maximumAttempts: 8 },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  },
} as const;

/** The life of one order: checked, decided, settled, told. Its id is the order's. */
export async function processOrder(order: Order): Promise<Outcome> {
  const journal = openJournal();
  const steps = untilDone<Steps>(PATIENCE, journal);
  let settled: Outcome | null = null;
  const desk = openOperatorDesk(() => settled);
  const cancelable = takeCancellations(() => settled);
  setHandler(timelineQuery, journal.events);
  setHandler(outcomeQuery, () => settled);

  journal.note(orderReceived(order), order.acceptedAt);
  const { by, ...outcome } = await cancelable(() => check({ order, journal, steps, desk }));
  journal.note(orderEnded(outcome, by));

  return CancellationScope.nonCancellable(async () => {
    const settlement = await steps.settle(order, { ...outcome, events: journal.events() });
    const stands = outcomeOf(settlement);
    settled = stands;
    // Orders that were past this point when the ledger came have reserved nothing.
    const hasReserved = patched('reserve-limits');
    journal.adopt(hasReserved ? publishedEvents(settlement) : settlement.events);
    journal.stage('settled', stands.status);

    // Each on its own: what is down delays its own part alone.
    await Promise.all([
      hasReserved && (stands.status === 'APPROVED' ? steps.confirmLimit(order) : steps.releaseLimit(order)),
      steps.appendToLog(order.id, journal.events()),
      steps.publishToStream(order.id, journal.events()),
    ]);
    if (!allHandlersFinished()) await condition(allHandlersFinished);
    return stands;
  });
}

interface OpenOrder {
  readonly order: Order;
  readonly journal: Journal;
  readonly steps: Steps;
  readonly desk: OperatorDesk;
}

/** Both checks side by side, then the decision. */
async function check(open: OpenOrder): Promise<Outcome> {
  let limit: LimitAnswer | undefined;
  const isRefused = () => limit?.fits === false;
  const [user, reserved] = await Promise.all([
    checkUser({ ...open, isRefused }),
    reserveLimit(open).then((answer) => (limit = answer)),
  ]);
  return decide(user, reserved);
}

async function reserveLimit({ order, journal, steps }: OpenOrder): Promise<LimitAnswer> {
  const answer = await steps.reserveLimit(order);
  const { fits, ...why } = answer;
  journal.note(
    fits
      ? { type: 'limit.reserved', data: { limit: answer.limit } }
      : { type: 'limit.refused', data: { ...why, reason: 'LIMIT_EXCEEDED' } },
  );
  return answer;
}
