import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { CHECKS } from '../domain/checks';
import type { Check } from './check';
import { localFirst } from './local-first';

type Question = Pick<Activities, 'checkUser'>;

// The user service is asked 4 times, which takes about 3 s; then comes the fallback. The limit is a number of tries and not a
// schedule-to-close timeout, because time in which no worker was running must not count.
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
  // A held order can wait, so each try may take longer than those above. A slow service can then still answer.
  askWhileHeld: (order, tries) => proxyActivities<Question>({ ...tries, startToCloseTimeout: '2s' }).checkUser(order),
  fallback: (order, steps) => steps.findFallback(order),
};
