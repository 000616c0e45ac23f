import { eventId, numbered, type OrderEvent, type OrderFact } from '../domain/events';

/** One event in the log. */
export interface EventDocument {
  readonly _id: string;
  readonly order_id: string;
  readonly sequence: number;
  readonly type: OrderEvent['type'];
  readonly at: Date;
  readonly data: OrderEvent['data'];
}

export function toDocument(orderId: string, { sequence, type, at, data }: OrderEvent): EventDocument {
  return { _id: eventId(orderId, sequence), order_id: orderId, sequence, type, at: new Date(at), data };
}

export function toEvent({ sequence, type, at, data }: EventDocument): OrderEvent {
  return numbered({ type, data } as OrderFact, sequence, at.toISOString());
}
