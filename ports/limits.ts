import type { Exposure, ReservationState, ReserveAnswer, UserLimits } from '../domain/limits';
import type { Money } from '../domain/money';
import type { Order } from '../domain/order';

// The ledger of limits. Every call throws `Unavailable` when it cannot answer. Like settling, its writes take no abort signal: each is
// bounded in time, and a late one does no harm.

/**
 * Thrown when the ledger, several times in a row, neither writes a reservation that the limit rule allows nor has one of the order. Then
 * its statement decides by something else than the rule, or the reservation is removed each time. The ledger does answer, so this is not
 * `Unavailable`. Reserving can be repeated.
 */
export class ReservationConflict extends Error {
  override readonly name = 'ReservationConflict';

  constructor(orderId: string) {
    super(`the ledger neither takes the reservation of the order ${orderId}, which the limit rule allows, nor shows one`);
  }
}

/** The reservations of orders: made before an order is decided, confirmed or released after it has ended. */
export interface Limits {
  /**
   * Reserves the order's value for its user, once: repeated, the answer is the first one again, and the order does not count
   * against itself. A refusal leaves nothing behind. Throws {@link ReservationConflict} also.
   */
  reserve(order: Order): Promise<ReserveAnswer>;
  /**
   * Confirms the reservation of an approved order. Without a reservation the order counts from now on, whatever the cap is. Can be
   * repeated.
   */
  confirm(order: Order): Promise<void>;
  /** Releases the reservation. Without one it writes a released reservation, so that a late try cannot reserve. Can be repeated. */
  release(order: LedgerOrder): Promise<void>;
}

/** The part of an order that the ledger keeps, also after the order was removed. */
export type LedgerOrder = Pick<Order, 'id' | 'userId' | 'value'>;

/** The reservations of all orders, for maintenance. */
export interface Reservations {
  /** The states of these orders' reservations; orders without a reservation are left out. */
  stateOf(orderIds: readonly string[]): Promise<Map<string, ReservationState>>;
  /**
   * Reservations made before then (milliseconds since 1970) that were neither confirmed nor released, oldest first, at most so
   * many. With `after`, the last one of the page before, it returns the page that follows.
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
  /** Replaces both limits. Earlier reservations of the user count towards the new cap. Can be repeated. */
  setLimit(userId: string, limits: UserLimits): Promise<void>;
  /** How much of the user's orders counts now. */
  exposureOf(userId: string): Promise<Exposure>;
  /** Removes every reservation of these users, when their orders are removed. Can be repeated. */
  removeReservationsOf(userIds: readonly string[]): Promise<void>;
}
