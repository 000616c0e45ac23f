import type { Order, OrderState } from '../domain/order';

/** The orders that wait in the spool, for the job that starts them. Every call throws `Unavailable` when it cannot answer. */
export interface SpooledOrders {
  /** The names of what is spooled, oldest first, at most so many. What is in quarantine is not among them. */
  names(atMost: number): Promise<string[]>;
  /** What is stored under a name; `undefined` when it is gone. */
  read(name: string): Promise<Spooled | undefined>;
  /** Removes what is stored under a name; harmless when it is gone. */
  remove(name: string): Promise<void>;
  /** Moves it, as it is, to quarantine, where it is in nobody's way, with the reason. Can be repeated. */
  quarantine(name: string, why: string): Promise<void>;
}

/** A spooled order, or why what is stored is none. */
export type Spooled = { readonly order: Order } | { readonly corrupt: string };

/** Starts order workflows. */
export interface WorkflowStarts {
  /** Starts the order's workflow unless there is one; answers with the order it was started with. */
  start(order: Order): Promise<Order>;
}

/** The orders' rows, by id. Throws `Unavailable` when they cannot be read. */
export interface OrderLookup {
  find(orderId: string): Promise<OrderState | undefined>;
}
