import { numbered, orderEnded, orderReceived } from './events';
import type { Order, Outcome } from './order';
import type { Settlement } from './settlement';

/**
 * The end of an order whose workflow broke off before it decided: canceled at the time (ISO 8601, UTC) when the workflow
 * ended, so that whoever settles it proposes the same.
 */
export function abandoned(order: Order, endedAt: string): Settlement {
  const outcome: Outcome = { status: 'CANCELED', reason: 'ABANDONED' };
  return { ...outcome, events: [numbered(orderReceived(order), 1, order.acceptedAt), numbered(orderEnded(outcome), 2, endedAt)] };
}
