import { CHECKS, type CheckName } from './checks';

export type HoldCause = (typeof CHECKS)[CheckName]['holdCause'];

/** Why an order is held. Closed: each cause is documented in the API. */
export const HOLD_CAUSES = Object.fromEntries(
  Object.values(CHECKS).map(({ holdCause, holdText }) => [holdCause, holdText]),
) as Readonly<Record<HoldCause, string>>;

/** An order that waits for an answer or for an operator. Times are ISO 8601, UTC. */
export interface Hold {
  readonly cause: HoldCause;
  readonly since: string;
  /** Then the question is asked once more, and the order is canceled when it is still not answered. */
  readonly until: string;
}

/** What an operator may do with a held order: `retry` asks the question again at once. */
export const DECISIONS = ['approve', 'reject', 'retry'] as const;

export interface Decision {
  readonly decision: (typeof DECISIONS)[number];
  /** Who decided, as the operator gave it. */
  readonly by: string;
  readonly note: string;
  /** The check it is about. Without it, it is about every check that holds the order at that moment. */
  readonly check?: CheckName;
}
