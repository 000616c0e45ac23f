import type { CheckAnswer, CheckEvent, CheckName, LimitAnswer } from './checks';
import type { Decision, HoldCause } from './holds';
import type { PaymentMethod } from './payment-methods';
import type { Money } from './money';
import type { Order, Outcome, RejectionReason } from './order';

/** The facts about an order. Their names are in the past tense, as readers of the log and the stream see them. */
export type OrderFact =
  | { readonly type: 'order.received'; readonly data: ReceivedOrder }
  | { readonly type: CheckEvent; readonly data: Pick<CheckAnswer, 'source'> }
  | { readonly type: 'limit.reserved'; readonly data: { readonly limit: Money } }
  | { readonly type: 'limit.refused'; readonly data: Omit<LimitAnswer, 'fits'> & { readonly reason: 'LIMIT_EXCEEDED' } }
  | { readonly type: 'compensation.started' | 'limit.released'; readonly data: { readonly step: 'limit' } }
  | {
      readonly type: 'check.unavailable';
      readonly data: { readonly check: CheckName; readonly attempts: number; readonly fallback: 'cache' | 'hold' | 'none' };
    }
  | { readonly type: 'order.held'; readonly data: { readonly cause: HoldCause; readonly until: string } }
  | { readonly type: 'order.resumed'; readonly data: Resumption }
  | { readonly type: 'order.approved'; readonly data: Record<string, never> }
  | { readonly type: 'order.canceled'; readonly data: Cancellation };

/**
 * What ended a hold: the check was answered, another check or the limit refused the order, the time was over, or an operator decided.
 */
export type Resumption =
  | { readonly by: 'answer' | 'refusal' | 'deadline' }
  | { readonly by: 'operator'; readonly operator: string; readonly decision: Decision['decision']; readonly note: string };

/** Why an order was canceled and, when an operator has asked for that by name, who. */
interface Cancellation {
  readonly reason: RejectionReason;
  readonly by?: string;
}

/** The order as its first event has it, in the API's field names. */
interface ReceivedOrder {
  readonly id: string;
  readonly value: Money;
  readonly user_id: string;
  readonly installment: number;
  readonly method: PaymentMethod;
}

/** A fact with its place (1, 2, 3 …) in its order's history and the time (ISO 8601, UTC) it was recorded. */
export type OrderEvent = OrderFact & { readonly sequence: number; readonly at: string };

/** The id of an event, the same in the log (`_id`) and on the stream (`ce_id`). */
export function eventId(orderId: string, sequence: number): string {
  return `${orderId}:${sequence}`;
}

export function numbered(fact: OrderFact, sequence: number, at: string): OrderEvent {
  return { sequence, type: fact.type, at, data: fact.data } as OrderEvent;
}

export function orderReceived({ id, value, userId, installment, method }: Order): OrderFact {
  return { type: 'order.received', data: { id, value, user_id: userId, installment, method } };
}

/** The order as it was accepted, from the first of its events. `undefined` when that event is not there. */
export function receivedOrder(events: readonly OrderEvent[]): Order | undefined {
  const received = events.find((event) => event.type === 'order.received');
  if (received === undefined) return undefined;
  const { id, value, user_id: userId, installment, method } = received.data;
  return { id, value, userId, installment, method, acceptedAt: received.at };
}

/** The fact that ends an order; each order has exactly one. `by`: the operator who canceled it, when that is known. */
export function orderEnded(outcome: Outcome, by?: string): OrderFact {
  return outcome.status === 'APPROVED'
    ? { type: 'order.approved', data: {} }
    : { type: 'order.canceled', data: { reason: outcome.reason, ...(by !== undefined && { by }) } };
}
