import type { Hold } from '../domain/holds';
import type { Order, OrderState } from '../domain/order';
import type { Page } from './orders';

/** Where held orders can be seen. */
export interface HoldBoard {
  /** Shows that an order is held, as long as it has not ended. Can be repeated; the last hold counts. */
  hold(order: Order, hold: Hold): Promise<void>;
}

/** The held orders. Throws `Unavailable` when the store cannot answer. */
export interface Holds {
  /** Those that are held, the one that is held for longest first, and how many there are in all. */
  list(page: Page): Promise<{ total: number; holds: HeldOrder[] }>;
}

export interface HeldOrder {
  readonly order: OrderState;
  readonly hold: Hold;
}
