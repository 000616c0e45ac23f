import type { Exposure, ReservationState, ReserveAnswer, UserLimits } from '../domain/limits';
import type { Money } from '../domain/money';
import type { Order } from '../domain/order';

// The ledger of limits. Every call throws `Unavailable` when it cannot answer. Like settling, its writes take no signal: each is
// bounded in time, and one that is late does no harm.

/**
 * Thrown when the ledger neither takes a reservation that the limit rule allows nor shows one for the order, several times in a row: its
 * statement decides by something else than the rule, or somebody removes the reservation each time. The ledger does answer, so this is
 * not `Unavailable`. Reserving can be repeated.
 */
export class ReservationConflict extends Error {
  override readonly name = 'ReservationConflict';

  constructor(orderId: string) {
    super(`the ledger neither takes the reservation of the order ${orderId}, which the limit rule allows, nor shows one`);
  }
}

/** What an order takes of its user's limits: reserved before it is decided, confirmed or released after it has ended. */
export interface Limits {
  /**
   * Reserves the order's value for its user, once: repeated, the answer is the first one again, and the order does not count
   * against itself. A refusal leaves nothing behind. Throws {@link ReservationConflict} also.
   */
  reserve(order: Order): Promise<ReserveAnswer>;
  /**
   * What was reserved counts for good. Without a reservation it counts from now on, cap or no cap: its order is approved. Can be
   * repeated.
   */
  confirm(order: Order): Promise<void>;
  /** Frees what was reserved; without a reservation it leaves a released one, so that a late try cannot leak. Can be repeated. */
  release(order: LedgerOrder): Promise<void>;
}

/** What of an order the ledger keeps, which outlives the order. */
export type LedgerOrder = Pick<Order, 'id' | 'userId' | 'value'>;

/** The reservations of all orders, for maintenance. */
export interface Reservations {
  /** What has become of these orders' reservations; those without one are left out. */
  stateOf(orderIds: readonly string[]): Promise<Map<string, ReservationState>>;
  /**
   * Reservations made before then (milliseconds since 1970) that were neither confirmed nor released, oldest first, at most so
   * many; of these, the ones that follow the last one of the page before.
   */
  openBefore(beforeMs: number, atMost: number, after?: OpenReservation): Promise<OpenReservation[]>;
}

export interface OpenReservation {
  readonly orderId: string;
  readonly userId: string;
  readonly value: Money;
  /** ISO 8601, UTC, by the ledger's clock. */
  readonly reservedAt: string;
}

/** The limits of single users. Every call throws `Unavailable` when the ledger cannot answer. */
export interface LimitsOfUsers {
  /** The user's own limits, without the defaults. */
  limitOf(userId: string): Promise<UserLimits>;
  /** Replaces both. What the user has reserved by then counts towards the new cap. Can be repeated. */
  setLimit(userId: string, limits: UserLimits): Promise<void>;
  /** What of the user's orders counts now. */
  exposureOf(userId: string): Promise<Exposure>;
  /** Removes every reservation of these users, whose orders are removed. Can be repeated. */
  removeReservationsOf(userIds: readonly string[]): Promise<void>;
}
