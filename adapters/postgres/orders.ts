import type { Pool } from 'pg';
import type { OrderEvent } from '../../domain/events';
import type { Hold } from '../../domain/holds';
import { parseMoney } from '../../domain/money';
import { type Order, ORDER_ID, type OrderState, type Outcome, type RejectionReason } from '../../domain/order';
import type { PaymentMethod } from '../../domain/payment-methods';
import type { Settlement } from '../../domain/settlement';
import type { HoldBoard } from '../../ports/holds';
import { type ListedOrders, type Orders, type OrdersQuery, type Place, SettlementConflict, type Settlements } from '../../ports/orders';
import { mapPostgresErrors } from './connection';
import * as sql from './orders-sql';

/** A time after every acceptance, so that any id of the right form will do. */
const FROM_THE_NEWEST: Place = { acceptedAtUs: Infinity, id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** The orders in Postgres, one row each. */
export class PostgresOrders implements Orders, Settlements, HoldBoard {
  readonly name = 'postgres';

  constructor(private readonly pool: Pool) {}

  async accept(order: Order): Promise<void> {
    await mapPostgresErrors(this.pool.query({ ...sql.ACCEPT, values: orderValues(order) }));
  }

  async hold(order: Order, { cause, since, until }: Hold): Promise<void> {
    await this.#rows({ ...sql.HOLD, values: [...orderValues(order), cause, since, until] });
  }

  async settle(order: Order, proposed: Settlement): Promise<Settlement> {
    const reason = proposed.status === 'CANCELED' ? proposed.reason : null;
    const settledAt = proposed.events.at(-1)?.at;
    const outcome = [proposed.status, reason, JSON.stringify(proposed.events), settledAt];
    const written = await this.#rows<SettlementRow>({ ...sql.SETTLE, values: [...orderValues(order), ...outcome] });
    // Without a row the order was settled before. Only a new statement is sure to see that settlement.
    const [current] = written.length > 0 ? written : await this.#rows<SettlementRow>({ ...sql.SETTLEMENT, values: [order.id] });
    if (current === undefined) throw new SettlementConflict(order.id);
    return toSettlement(current);
  }

  async find(orderId: string): Promise<OrderState | undefined> {
    if (!ORDER_ID.test(orderId)) return undefined;
    const [row] = await this.#rows<OrderRow>({ ...sql.FIND, values: [orderId] });
    return row && toOrderState(row);
  }

  async listByUser(userId: string, query: OrdersQuery): Promise<ListedOrders> {
    const { offset, limit, after = FROM_THE_NEWEST, client, withTotal = true } = query;
    // One more than the page shows whether there are more.
    const values = [userId, offset, limit + 1, after.acceptedAtUs, after.id];
    const statement = client === undefined
      ? { ...(withTotal ? sql.COUNTED_PAGE : sql.PAGE), values }
      : { ...(withTotal ? sql.COUNTED_PAGE_OF_CLIENT : sql.PAGE_OF_CLIENT), values: [...values, client] };
    const rows = await this.#rows<ListedRow & { total?: number }>(statement);
    // Beyond the last page there is one row, which has the total alone.
    const page = rows.filter(({ id }) => id !== null).slice(0, limit);
    const last = page.at(-1);
    return {
      orders: page.map(toOrderState),
      ...(withTotal && { total: rows[0]?.total ?? 0 }),
      ...(last && rows.length > limit && { next: toPlace(last) }),
    };
  }

  async idsOf(userIds: readonly string[]): Promise<string[]> {
    const rows = await this.#rows<{ id: string }>({ ...sql.IDS_OF, values: [userIds] });
    return rows.map(({ id }) => id);
  }

  async removeOrdersOf(userIds: readonly string[]): Promise<string[]> {
    const rows = await this.#rows<{ id: string }>({ ...sql.REMOVE_OF, values: [userIds] });
    return rows.map(({ id }) => id);
  }

  async ping(): Promise<void> {
    await this.#rows({ text: 'SELECT FROM orders LIMIT 0', values: [] });
  }

  async #rows<Row extends object>(statement: { name?: string; text: string; values: unknown[] }): Promise<Row[]> {
    return (await mapPostgresErrors(this.pool.query<Row>(statement))).rows;
  }
}

function orderValues(order: Order): unknown[] {
  return [order.id, order.value, order.userId, order.method, order.installment, order.acceptedAt, order.client ?? null];
}

/** The outcome of a settled order, as the constraints of the table allow it. */
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

/** A row of a list. pg gives BIGINT as text. */
type ListedRow = OrderRow & { readonly created_at_us: string };

function toPlace({ created_at_us, id }: ListedRow): Place {
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
