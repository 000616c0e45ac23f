import type { KnownAnswer } from '../domain/checks';
import type { OrderEvent } from '../domain/events';
import type { Hold } from '../domain/holds';
import type { Order } from '../domain/order';
import type { Settlement } from '../domain/settlement';
import type { Toggle } from '../domain/toggles';

/** Thrown by every port when it cannot answer now and a later try may: the dependency is down, slow, or answers nonsense. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';

  constructor(
    readonly dependency: 'temporal' | 'postgres' | 'mongodb' | 'kafka' | 'user-api' | 'spool',
    options?: { readonly cause: unknown },
  ) {
    super(`${dependency} cannot answer`, options);
  }
}

/** The company's user service. */
export interface Users {
  /** Whether this user may order. Throws {@link Unavailable} when the service gives no valid answer. */
  isValid(userId: string, signal: AbortSignal): Promise<boolean>;
}

/** The last answer of the user service about each user. It is a cache: what it has lost is asked for again. */
export interface UserAnswers {
  /** Keeps an answer, soon and if it can. It never waits and never throws. */
  remember(userId: string, valid: boolean): void;
  /** The last answer that was kept. Throws {@link Unavailable}. */
  recall(userId: string): Promise<KnownAnswer | undefined>;
}

/** Where held orders can be seen. */
export interface HoldBoard {
  /** Shows that an order is held, as long as the order has not ended. Can be repeated. The last hold counts. */
  hold(order: Order, hold: Hold): Promise<void>;
}

/** Where orders end. Like log and stream it takes no abort signal: a write is bounded in time, and a late one does no harm. */
export interface Settlements {
  /**
   * Writes the end of an order, unless one is already written, in one transaction with the order's row. Answers with the
   * current settlement, which may be another than the proposed one. Can be repeated without effect.
   */
  settle(order: Order, proposed: Settlement): Promise<Settlement>;
}

/** The log of all events, kept for ever. Insert only. */
export interface EventLog {
  /** Adds the events, in order. Those that are already there (by id) are left as they are. */
  append(orderId: string, events: readonly OrderEvent[]): Promise<void>;
}

/** The stream that other systems follow: at least once, in order for each order, with the same id on a duplicate. */
export interface EventStream {
  publish(orderId: string, events: readonly OrderEvent[]): Promise<void>;
}

/** What operators have switched off. */
export interface Toggles {
  /** Whether this is on now. It never throws and waits for nothing, because every request may ask it. */
  isOn(toggle: Toggle): boolean;
}
