import type { ActivityOptions } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { CheckAnswer, CheckEvent, CheckName, CheckRejection, Fallback } from '../domain/checks';
import type { HoldCause } from '../domain/holds';
import type { Order } from '../domain/order';

/** The steps of an order that are retried until they succeed. Asking its checks is not one of them: each check limits its own tries. */
export type Steps = Omit<Activities, `check${string}`>;

/** How the server retries while an order is held: soon at first, then at the interval of the hold, until the deadline. */
export type HeldTries = Required<Pick<ActivityOptions, 'scheduleToCloseTimeout' | 'retry' | 'cancellationType'>>;

/** What is particular to one check of an order. What all checks have in common is in `run-check.ts`. */
export interface Check {
  readonly name: CheckName;
  /** The events of its two answers, the reason that its "no" gives, and the cause of its hold: see `CHECKS` in the domain. */
  readonly passed: CheckEvent;
  readonly failed: CheckEvent;
  readonly rejection: CheckRejection;
  readonly holdCause: HoldCause;
  /** How many tries `ask` makes before it throws. */
  readonly attempts: number;
  /** Asks: once as a local activity, then a few times as a regular one. Throws when no try was answered. */
  readonly ask: (order: Order) => Promise<CheckAnswer>;
  /** Asks while the order is held, with one activity that the server retries as `tries` says. */
  readonly askWhileHeld: (order: Order, tries: HeldTries) => Promise<CheckAnswer>;
  /** Finds what may replace an answer. */
  readonly fallback: (order: Order, steps: Steps) => Promise<Fallback>;
}
