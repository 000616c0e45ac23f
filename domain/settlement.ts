import type { OrderEvent } from './events';
import type { Outcome } from './order';

/**
 * The end of an order: its outcome and its events up to and including that outcome. The first one written to Postgres
 * stands; whatever else was computed gives way to it.
 */
export type Settlement = Outcome & { readonly events: readonly OrderEvent[] };

/**
 * Everything the log and the stream are told about a settled order: a pure function of the settlement that stands, so
 * that every worker which finishes an order tells the same. (Compensation events will follow the outcome here.)
 */
export function eventsToTell(settlement: Settlement): readonly OrderEvent[] {
  return settlement.events;
}

export function outcomeOf(settlement: Settlement): Outcome {
  return settlement.status === 'APPROVED'
    ? { status: settlement.status }
    : { status: settlement.status, reason: settlement.reason };
}
