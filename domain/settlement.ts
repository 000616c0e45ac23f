import { numbered, orderEnded, type OrderEvent, orderReceived } from './events';
import type { ReservationState } from './limits';
import type { Order, Outcome } from './order';

/**
 * The end of an order: its outcome and its events up to and including that outcome. The first settlement that is written to Postgres
 * is the current one for ever, whatever else a worker has computed.
 */
export type Settlement = Outcome & { readonly events: readonly OrderEvent[] };

/**
 * The events of a settled order that are published to the log and to the stream. A pure function of the current settlement, so
 * that every worker which finishes an order publishes the same events. A canceled order whose limit was not refused gets the
 * compensation events after its outcome, with the outcome's time: its reservation may have been written even if no try reported it.
 */
export function publishedEvents({ status, events }: Settlement): readonly OrderEvent[] {
  const last = events.at(-1);
  if (status === 'APPROVED' || !last || events.some(({ type }) => type === 'limit.refused')) return events;
  const data = { step: 'limit' } as const;
  const compensation = [{ type: 'compensation.started', data }, { type: 'limit.released', data }] as const;
  return [...events, ...compensation.map((fact, index) => numbered(fact, last.sequence + 1 + index, last.at))];
}

/** How the reservation of an order has to end once it is settled. */
export function reservationAfter({ status }: Outcome): Exclude<ReservationState, 'reserved'> {
  return status === 'APPROVED' ? 'confirmed' : 'released';
}

export function outcomeOf(settlement: Settlement): Outcome {
  return settlement.status === 'APPROVED'
    ? { status: settlement.status }
    : { status: settlement.status, reason: settlement.reason };
}

/**
 * The end of an order whose workflow broke off before it decided: canceled at the time (ISO 8601, UTC) when the workflow
 * ended, so that every run that settles it proposes the same.
 */
export function abandoned(order: Order, endedAt: string): Settlement {
  const outcome: Outcome = { status: 'CANCELED', reason: 'ABANDONED' };
  return { ...outcome, events: [numbered(orderReceived(order), 1, order.acceptedAt), numbered(orderEnded(outcome), 2, endedAt)] };
}

/** What Postgres holds of an order: how it was accepted and, once it has ended, the current settlement. */
export interface OrderRow {
  readonly order: Order;
  readonly settlement?: Settlement;
  /** Of an order that is held, ISO 8601, UTC. */
  readonly heldUntil?: string;
}
