import type { ActivityOptions } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { CheckAnswer, CheckEvent, CheckName, CheckRejection, Fallback } from '../domain/checks';
import type { HoldCause } from '../domain/holds';
import type { Order } from '../domain/order';

/** The steps of an order that are retried until they succeed. The questions of its checks are not: each has a bound of its own. */
export type Steps = Omit<Activities, `check${string}`>;

/** How the server tries again while an order is held: soon at first, then at the hold's pace, until the deadline. */
export type HeldTries = Required<Pick<ActivityOptions, 'scheduleToCloseTimeout' | 'retry' | 'cancellationType'>>;

/** A check of an order: what is special to it. How it is asked, waited for and ruled upon is the same for all: `run-check.ts`. */
export interface Check {
  readonly name: CheckName;
  /** The events that tell its answer, the reason of its "no" and the cause of its hold: see `CHECKS` in the domain. */
  readonly passed: CheckEvent;
  readonly failed: CheckEvent;
  readonly rejection: CheckRejection;
  readonly holdCause: HoldCause;
  /** How many tries `ask` makes before it throws. */
  readonly attempts: number;
  /** Asks: once beside the workflow, then a few times by the server. Throws when no try was answered. */
  readonly ask: (order: Order) => Promise<CheckAnswer>;
  /** Asks while the order is held, with one activity that the server tries so often. */
  readonly askWhileHeld: (order: Order, tries: HeldTries) => Promise<CheckAnswer>;
  /** Finds what may stand in for an answer. */
  readonly fallback: (order: Order, steps: Steps) => Promise<Fallback>;
}
