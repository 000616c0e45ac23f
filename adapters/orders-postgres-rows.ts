import type { Place } from '../apps/api/ports';
import type { OrderEvent } from '../domain/events';
import type { PaymentMethod } from '../domain/methods';
import { parseMoney } from '../domain/money';
import type { Order, OrderState, Outcome, RejectionReason } from '../domain/order';
import type { Settlement } from '../domain/settlement';

/** What the table's constraints say about an order that ended. */
type OutcomeRow =
  { readonly status: 'APPROVED'; readonly reason: null } | { readonly status: 'CANCELED'; readonly reason: RejectionReason };

export type SettlementRow = OutcomeRow & { readonly events: readonly OrderEvent[] };

export type OrderRow = (OutcomeRow | { readonly status: 'PROCESSING'; readonly reason: null }) & {
  readonly id: string;
  /** NUMERIC(17,2) as pg gives it: text with two decimals. */
  readonly value: string;
  readonly user_id: string;
  readonly method: PaymentMethod;
  readonly installment: number;
  readonly created_at: Date;
  readonly client: string | null;
};

/** A row of a list; BIGINT comes as text. */
export type ListedRow = OrderRow & { readonly created_at_us: string };

export function toPlace({ created_at_us, id }: ListedRow): Place {
  return { acceptedAtUs: Number(created_at_us), id };
}

export function toSettlement(row: SettlementRow): Settlement {
  return { ...toOutcome(row), events: row.events };
}

export function toOrder(row: OrderRow): Order {
  const value = parseMoney(row.value);
  if (value === undefined) throw new Error(`order ${row.id} has a value that is not money`);
  return {
    id: row.id,
    value,
    userId: row.user_id,
    installment: row.installment,
    method: row.method,
    acceptedAt: row.created_at.toISOString(),
    ...(row.client !== null && { client: row.client }),
  };
}

export function toOrderState(row: OrderRow): OrderState {
  return { ...toOrder(row), ...(row.status === 'PROCESSING' ? { status: row.status } : toOutcome(row)) };
}

function toOutcome(row: OutcomeRow): Outcome {
  return row.status === 'CANCELED' ? { status: row.status, reason: row.reason } : { status: row.status };
}
