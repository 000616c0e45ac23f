import type { Order } from './order';
import type { Settlement } from './settlement';

/** What Postgres holds of an order: how it was accepted and, once it has ended, the current settlement. */
export interface OrderRow {
  readonly order: Order;
  readonly settlement?: Settlement;
  /** Of an order that is held, ISO 8601, UTC. */
  readonly heldUntil?: string;
}
