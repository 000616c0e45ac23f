import type { Money } from './money';

/** What the user check found; "no" is an answer, not an error. */
export interface UserAnswer {
  readonly valid: boolean;
  /** Who said so: the user service now, or at an earlier time. */
  readonly source: 'api' | 'cache';
}

/** What an operator answered in place of a check that cannot be. */
export interface Ruling {
  readonly ruling: 'approve' | 'reject';
}

/** What the limit check found: whether the value fits, and the limit it was held against; `reserveAgainst` has the rule. */
export interface LimitAnswer {
  readonly fits: boolean;
  readonly limit: Money;
  /** Of a refusal: the rule it comes from, and the room that was left under it. */
  readonly rule?: 'per-order' | 'exposure' | 'released';
  readonly room?: Money;
}

/** A check that could not be answered, after this many tries. */
export interface Unanswered {
  readonly attempts: number;
}

/** What stands in for an answer of the user service: the last one that is known, waiting for a new one, or nothing. */
export type Fallback = { readonly answer: UserAnswer } | { readonly hold: HoldPolicy } | 'none';

/** How an order is held: for how long at most, and how far apart, at most, the question is asked again. */
export interface HoldPolicy {
  readonly forMs: number;
  readonly askEveryMs: number;
}

/** THE FALLBACK RULE: an answer may stand in while it is younger than the set age, else the order waits, if it may; nothing is invented. */
export function fallbackFrom(known: KnownAnswer | undefined, maxAgeMs: number, hold: HoldPolicy | undefined): Fallback {
  if (known && known.ageMs < maxAgeMs) return { answer: { valid: known.valid, source: 'cache' } };
  return hold ? { hold } : 'none';
}

/** The last answer of the user service about a user. */
export interface KnownAnswer {
  readonly valid: boolean;
  readonly ageMs: number;
}
