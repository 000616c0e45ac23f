/** Why an order is held. Closed: each cause is documented in the API. */
export const HOLD_CAUSES = {
  USER_CHECK_UNAVAILABLE: 'The user service cannot answer, and nothing younger than the set age is known about the user.',
} as const;

export type HoldCause = keyof typeof HOLD_CAUSES;

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
}
