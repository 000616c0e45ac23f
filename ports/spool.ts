import type { Order } from '../domain/order';

/** Where orders wait while Temporal cannot take them. Every call throws `Unavailable` when the store cannot answer. */
export interface Spool {
  /**
   * Writes the order once: it is durable when this resolves. Answers with the order that is spooled under its id: this very
   * object, or one that was spooled before.
   */
  put(order: Order): Promise<Order>;
  find(orderId: string): Promise<Order | undefined>;
}

/** The orders that wait in the spool, for the job that starts them. Every call throws `Unavailable` when it cannot answer. */
export interface SpooledOrders {
  /** The names of what is spooled, oldest first, at most so many, without what is in quarantine. */
  names(atMost: number): Promise<string[]>;
  /** What is stored under a name; `undefined` when it is gone. */
  read(name: string): Promise<Spooled | undefined>;
  /** Removes what is stored under a name; harmless when it is gone. */
  remove(name: string): Promise<void>;
  /** Moves what is stored under a name, unchanged, to quarantine, together with the reason. Can be repeated. */
  quarantine(name: string, why: string): Promise<void>;
}

/** A spooled order, or why what is stored is none. */
export type Spooled = { readonly order: Order } | { readonly corrupt: string };
