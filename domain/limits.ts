import { exceeds, fromCents, toCents, type Money } from './money';

/** The limits of users without limits of their own, and how long a reservation counts. */
export interface LimitPolicy {
  readonly perOrderLimit: Money;
  /** How long a reservation counts towards the exposure, from the moment it was made. */
  readonly windowMs: number;
}

/** A user's own limits; `null` where the user has none: then the policy's per-order limit applies, and no cap. */
export interface UserLimits {
  readonly perOrderLimit: Money | null;
  readonly exposureCap: Money | null;
}

export const NO_OWN_LIMITS: UserLimits = { perOrderLimit: null, exposureCap: null };

export function hasOwnLimits({ perOrderLimit, exposureCap }: UserLimits): boolean {
  return perOrderLimit !== null || exposureCap !== null;
}

/** The limits that apply to a user. */
interface AppliedLimits {
  readonly perOrderLimit: Money;
  readonly exposureCap: Money | null;
}

/** A user's own limits, and the policy's where the user has none. */
export function limitsFor(own: UserLimits, { perOrderLimit }: LimitPolicy): AppliedLimits {
  return { perOrderLimit: own.perOrderLimit ?? perOrderLimit, exposureCap: own.exposureCap };
}

/** How much of a user's orders counts, within the window. */
export interface Exposure {
  readonly reserved: Money;
  readonly confirmed: Money;
  /** The sum of both, which is compared with the cap. */
  readonly exposure: Money;
  readonly cap: Money | null;
}

/** `confirmed` and `released` are final. */
export type ReservationState = 'reserved' | 'confirmed' | 'released';

/**
 * The result of a reservation. A refusal names the rule, the limit or cap, and the room that was left under it.
 * `released` is the answer to a try that comes after its order has ended; no workflow waits for it any longer.
 */
export type ReserveAnswer = Reserved | Refused;
type Reserved = { readonly fits: true; readonly limit: Money };
type Refused = { readonly fits: false; readonly limit: Money } & (
  | { readonly rule: 'per-order' | 'exposure'; readonly room: Money }
  | { readonly rule: 'released' }
);

interface ToReserve extends AppliedLimits {
  readonly value: Money;
  /** How much of the cap the user's other orders use; counts only when there is a cap. */
  readonly exposure: Money;
}

/** Decides whether an order fits. A ledger takes it as an option, so that a test can show that nothing else decides. */
export type LimitRule = (toReserve: ToReserve) => ReserveAnswer;

/** THE LIMIT RULE: an order's value may be at most the limit for one order, and at most what is left of the cap. */
export function reserveAgainst({ value, perOrderLimit, exposureCap, exposure }: ToReserve): ReserveAnswer {
  if (exceeds(value, perOrderLimit)) return { fits: false, limit: perOrderLimit, rule: 'per-order', room: perOrderLimit };
  if (exposureCap === null) return { fits: true, limit: perOrderLimit };
  const room = roomUnder(exposureCap, exposure);
  if (exceeds(value, room)) return { fits: false, limit: exposureCap, rule: 'exposure', room };
  return { fits: true, limit: perOrderLimit };
}

/** The answer when the order has a reservation already: that of the first try, whatever the limits are now. */
export function repeatedAnswer(state: ReservationState, perOrderLimit: Money): ReserveAnswer {
  if (state === 'released') return { fits: false, limit: perOrderLimit, rule: 'released' };
  return { fits: true, limit: perOrderLimit };
}

/** A cap below the exposure leaves no room. */
function roomUnder(cap: Money, exposure: Money): Money {
  return exceeds(exposure, cap) ? fromCents(0n) : fromCents(toCents(cap) - toCents(exposure));
}
