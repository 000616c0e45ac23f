import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { CHECKS } from '../domain/checks';
import type { Check } from './check';
import { localFirst } from './local-first';

type Question = Pick<Activities, 'checkUser'>;

// Asking the user service is bounded: 4 tries take about 3 s, then comes the fallback. The bound is a number of tries and not a
// schedule-to-close timeout, because an order must not fall back for the time in which no worker was there to ask.
const TRIES_ON_SERVER = 3;
const { checkUser } = localFirst<Question>({
  firstTryMs: 1000,
  then: {
    startToCloseTimeout: '700ms',
    retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumAttempts: TRIES_ON_SERVER },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  },
});

/** THE USER CHECK: the user service, else its last answer about the user, else the order is held. */
export const userCheck: Check = {
  name: 'user',
  ...CHECKS.user,
  attempts: 1 + TRIES_ON_SERVER,
  ask: checkUser,
  // A held order has time: each try may take longer than the ones above, for the sake of a slow service.
  askWhileHeld: (order, tries) => proxyActivities<Question>({ ...tries, startToCloseTimeout: '2s' }).checkUser(order),
  fallback: (order, steps) => steps.findFallback(order),
};
