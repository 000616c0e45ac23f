import type { Order, OrderState } from '../domain/order';
import type { Settlement } from '../domain/settlement';

// Every call throws `Unavailable` when the store cannot answer. Writes take no abort signal, as those to log and stream: each is
// bounded in time, and a late one does no harm.

/** Where orders are settled. */
export interface Settlements {
  /**
   * Writes the end of an order, unless one is already written, in one transaction with the order's row. Answers with
   * the current settlement, which may be another than the proposed one. Can be repeated without effect. Throws
   * {@link SettlementConflict} also.
   */
  settle(order: Order, proposed: Settlement): Promise<Settlement>;
}

/**
 * Thrown when the store says that an order was settled before, and then has no settlement of it: the row was removed between the two
 * statements. The store does answer, so this is not `Unavailable`. Settling can be repeated, and writes the row then.
 */
export class SettlementConflict extends Error {
  override readonly name = 'SettlementConflict';

  constructor(orderId: string) {
    super(`the row of the order ${orderId} was removed while it was being settled`);
  }
}

/** The rows of orders. */
export interface Orders {
  /** Adds the row of an accepted order; a row that exists already stays as it is. */
  accept(order: Order): Promise<void>;
  find(orderId: string): Promise<OrderState | undefined>;
  /**
   * A user's orders, newest first (acceptance, then id), and how many there are in all, both of one moment. `next` is the place of
   * the last of them when there are more. Reading on from `next`, page after page, returns every order exactly once that exists from
   * the first page to the last, whatever is accepted meanwhile.
   */
  listByUser(userId: string, page: OrdersQuery): Promise<ListedOrders>;
  /** The ids of these users' orders. */
  idsOf(userIds: readonly string[]): Promise<string[]>;
  /** Removes every order of these users; answers with the ids. */
  removeOrdersOf(userIds: readonly string[]): Promise<string[]>;
}

/** How many orders are in flight. */
export interface OrdersInFlight {
  /** How many orders are PROCESSING, not held and accepted since then. Counting stops at `atMost`. */
  inFlight(atMost: number, since: Date): Promise<number>;
}

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** A place in a list of orders, newest first: that of the order accepted then under this id. */
export interface Place {
  /** Microseconds since 1970. */
  readonly acceptedAtUs: number;
  readonly id: string;
}

/** Which of a user's orders: a page after so many, counted from the newest order or from a place. */
export interface OrdersQuery extends Page {
  /** The client that placed them; without it, orders of all clients. */
  readonly client?: string;
  readonly after?: Place;
  /** `false` to leave out the total, which takes longer to count the more orders the user has. */
  readonly withTotal?: boolean;
}

export interface ListedOrders {
  readonly orders: OrderState[];
  /** Absent when the query leaves it out. */
  readonly total?: number;
  readonly next?: Place;
}
