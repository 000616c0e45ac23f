import type { Money } from './money';

/**
 * THE CHECKS that may stay unanswered, by the names that events and decisions give them: what each is called wherever clients and
 * operators see it. The limit check is not one of them, because it is retried until it is answered.
 */
export const CHECKS = {
  user: {
    /** The events that record its answer. */
    passed: 'user.validated',
    passedText: 'The user may order.',
    failed: 'user.rejected',
    failedText: 'The user may not order.',
    /** The reason of a canceled order when this check says "no". */
    rejection: 'USER_INVALID',
    rejectionText: 'The user service says that this user may not order.',
    /** The cause of a hold while this check cannot answer. */
    holdCause: 'USER_CHECK_UNAVAILABLE',
    holdText: 'The user service cannot answer, and its last answer about the user is missing or too old.',
    /** Which service answers it. */
    service: 'user-api',
  },
} as const;

export type CheckName = keyof typeof CHECKS;
export const CHECK_NAMES = Object.keys(CHECKS) as CheckName[];

export type CheckEvent = (typeof CHECKS)[CheckName]['passed' | 'failed'];
export type CheckService = (typeof CHECKS)[CheckName]['service'];
export type CheckRejection = (typeof CHECKS)[CheckName]['rejection'];

/** What a check found. "No" is an answer, not an error. */
export interface CheckAnswer {
  /** Whether the check has nothing against the order. */
  readonly valid: boolean;
  /** Where the answer comes from: the asked service now, or its answer of an earlier time. */
  readonly source: 'api' | 'cache';
}

/** What an operator answered in place of a check that cannot be answered. */
export interface Ruling {
  readonly ruling: 'approve' | 'reject';
}

/** A check that could not be answered, after this many tries. */
export interface Unanswered {
  readonly attempts: number;
}

/** What the limit check found: whether the value fits, and the limit it was compared with. `reserveAgainst` has the rule. */
export interface LimitAnswer {
  readonly fits: boolean;
  readonly limit: Money;
  /** Of a refusal: the rule it comes from, and the room that was left under it. */
  readonly rule?: 'per-order' | 'exposure' | 'released';
  readonly room?: Money;
}

/** What stands in for an answer: the last one that is known, waiting for a new one, or nothing. */
export type Fallback = { readonly answer: CheckAnswer } | { readonly hold: HoldPolicy } | 'none';

/** How an order is held: for how long at most, and how far apart, at most, the question is asked again. */
export interface HoldPolicy {
  readonly forMs: number;
  readonly askEveryMs: number;
}

/**
 * THE FALLBACK RULE: an answer may stand in while it is younger than the set age. Otherwise the order waits, if it may. No answer is
 * invented.
 */
export function fallbackFrom(known: KnownAnswer | undefined, maxAgeMs: number, hold: HoldPolicy | undefined): Fallback {
  if (known && known.ageMs < maxAgeMs) return { answer: { valid: known.valid, source: 'cache' } };
  return hold ? { hold } : 'none';
}

/** The last answer of the user service about a user. */
export interface KnownAnswer {
  readonly valid: boolean;
  readonly ageMs: number;
}
