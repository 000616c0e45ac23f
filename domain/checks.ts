import { exceeds, type Money } from './money';
import type { Order } from './order';

/** What the user check found; "no" is an answer, not an error. */
export interface UserAnswer {
  readonly valid: boolean;
  /** Who said so. `cache` will be the last known answer, once that fallback exists. */
  readonly source: 'api';
}

/** What the limit check found: whether the value fits, and the limit it was held against. */
export interface LimitAnswer {
  readonly fits: boolean;
  readonly limit: Money;
}

/** A check that could not be answered, after this many tries. */
export interface Unanswered {
  readonly attempts: number;
}

/** THE LIMIT RULE: an order may be worth as much as the limit, not more. */
export function checkLimit(order: Order, perOrderLimit: Money): LimitAnswer {
  return { fits: !exceeds(order.value, perOrderLimit), limit: perOrderLimit };
}
