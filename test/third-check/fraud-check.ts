import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { CheckEvent, CheckName, CheckRejection } from '../../domain/checks';
import type { HoldCause } from '../../domain/holds';
import type { Check } from '../../workflows/check';
import { localFirst } from '../../workflows/local-first';
import type { FraudActivities } from './fraud-activities';

// The product's table of checks is closed and does not know this one. Here alone its names are added to those types.
export const FRAUD = 'fraud' as string as CheckName;
export const FRAUD_CHECK_UNAVAILABLE = 'FRAUD_CHECK_UNAVAILABLE' as string as HoldCause;
export const FRAUD_SUSPECTED = 'FRAUD_SUSPECTED' as string as CheckRejection;

// Long enough that a test can keep an answer back, and that a check which hangs is held soon.
const TIMES = { startToCloseTimeout: '3s', cancellationType: ActivityCancellationType.TRY_CANCEL } as const;
const { checkFraud } = localFirst<FraudActivities>({ firstTryMs: 500, then: { ...TIMES, retry: { maximumAttempts: 1 } } });
const { findFraudFallback } = proxyActivities<FraudActivities>(TIMES);

/** A third check, as its own file of a product would have it. */
export const fraudCheck: Check = {
  name: FRAUD,
  passed: 'fraud.cleared' as string as CheckEvent,
  failed: 'fraud.suspected' as string as CheckEvent,
  rejection: FRAUD_SUSPECTED,
  holdCause: FRAUD_CHECK_UNAVAILABLE,
  attempts: 2,
  ask: checkFraud,
  askWhileHeld: (order, tries) => proxyActivities<FraudActivities>({ ...tries, startToCloseTimeout: '2s' }).checkFraud(order),
  fallback: (order) => findFraudFallback(order),
};
