import type { Order, OrderState } from '../domain/order';
import type { OrderRow } from '../domain/settlement';
import type { Window } from './workflows';

/** The rows of orders. */
export interface OrderRows {
  /** The ids of orders accepted or settled in the window, at most so many. */
  acceptedOrSettledIn(window: Window, atMost: number): Promise<string[]>;
  /** The ids of orders accepted before then that are open and not held, oldest first, at most so many. */
  openBefore(beforeMs: number, atMost: number): Promise<string[]>;
  /** The rows of these orders, by id; those without a row are left out. */
  read(orderIds: readonly string[]): Promise<Map<string, OrderRow>>;
}

/** Adds the row of an order that was accepted, unless there is one. */
export interface Acceptances {
  accept(order: Order): Promise<void>;
}

/** The orders' rows, by id. Throws `Unavailable` when they cannot be read. */
export interface OrderLookup {
  find(orderId: string): Promise<OrderState | undefined>;
}
