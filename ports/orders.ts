import type { Order, OrderState } from '../domain/order';
import type { Settlement } from '../domain/settlement';

/** Where orders end. Like log and stream it takes no signal: a write is bounded in time, and one that is late does no harm. */
export interface Settlements {
  /**
   * Writes the end of an order, unless one is already written, in one transaction with the order's row; answers with
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

/** The order's rows. Every call throws `Unavailable` when the store cannot answer. */
export interface Orders {
  /** Adds the row of an accepted order; leaves a row that is already there as it is. */
  accept(order: Order): Promise<void>;
  find(orderId: string): Promise<OrderState | undefined>;
  /**
   * A user's orders, newest first (acceptance, then id), and how many there are in all, both of one moment; `next` is the place after
   * the last of them when there are more. Going on from there, and so on, meets every order that was there all the while once,
   * whatever is accepted meanwhile.
   */
  listByUser(userId: string, page: OrdersQuery): Promise<ListedOrders>;
  /** The ids of these users' orders. */
  idsOf(userIds: readonly string[]): Promise<string[]>;
  /** Removes every order of these users; answers with the ids. */
  removeOrdersOf(userIds: readonly string[]): Promise<string[]>;
}

/** How much is under way. Throws `Unavailable` when the store cannot answer. */
export interface OrdersInFlight {
  /** How many orders are PROCESSING, not held and accepted since then; not counted further than that. */
  inFlight(atMost: number, since: Date): Promise<number>;
}

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** A place in a list of orders, newest first: after what was accepted later than this, or then under a greater id or this one. */
export interface Place {
  /** Microseconds since 1970. */
  readonly acceptedAtUs: number;
  readonly id: string;
}

/** Which of a user's orders: past so many, from the newest or from a place on. */
export interface OrdersQuery extends Page {
  /** The client that placed them; all of the user's without it. */
  readonly client?: string;
  readonly after?: Place;
  /** `false` when the total is not wanted: it has to be counted, which takes longer the more orders the user has. */
  readonly withTotal?: boolean;
}

export interface ListedOrders {
  readonly orders: OrderState[];
  /** There unless it was not wanted. */
  readonly total?: number;
  readonly next?: Place;
}
