import type { Pool } from 'pg';
import type { HoldBoard, Settlements } from '../activities/ports';
import { Unavailable } from '../activities/ports';
import type { ListedOrders, Orders, OrdersAsked, Place } from '../apps/api/ports';
import type { Hold } from '../domain/holds';
import type { Order, OrderState } from '../domain/order';
import { ORDER_ID } from '../domain/order-id';
import type { Settlement } from '../domain/settlement';
import * as sql from './orders-postgres-sql';
import { toOrderState, toPlace, toSettlement, type ListedRow, type OrderRow, type SettlementRow } from './orders-postgres-rows';
import { mapPostgresErrors } from './postgres';

/** Nothing was accepted at the end of time, so the id only has to be one. */
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

  /** Throws `Unavailable` also when the row was removed between the two statements: a later try will write it. */
  async settle(order: Order, proposed: Settlement): Promise<Settlement> {
    const reason = proposed.status === 'CANCELED' ? proposed.reason : null;
    const settledAt = proposed.events.at(-1)?.at;
    const outcome = [proposed.status, reason, JSON.stringify(proposed.events), settledAt];
    const written = await this.#rows<SettlementRow>({ ...sql.SETTLE, values: [...orderValues(order), ...outcome] });
    // No row: the order was settled before. Only a new statement is sure to see it.
    const [current] = written.length > 0 ? written : await this.#rows<SettlementRow>({ ...sql.SETTLEMENT, values: [order.id] });
    if (current === undefined) throw new Unavailable('postgres', { cause: new Error('the order was removed meanwhile') });
    return toSettlement(current);
  }

  async find(orderId: string): Promise<OrderState | undefined> {
    if (!ORDER_ID.test(orderId)) return undefined;
    const [row] = await this.#rows<OrderRow>({ ...sql.FIND, values: [orderId] });
    return row && toOrderState(row);
  }

  async listByUser(userId: string, asked: OrdersAsked): Promise<ListedOrders> {
    const { offset, limit, after = FROM_THE_NEWEST, client, withTotal = true } = asked;
    // One more than is asked for tells whether there are more.
    const values = [userId, offset, limit + 1, after.acceptedAtUs, after.id];
    const statement = client === undefined
      ? { ...(withTotal ? sql.COUNTED_PAGE : sql.PAGE), values }
      : { ...(withTotal ? sql.COUNTED_PAGE_OF_CLIENT : sql.PAGE_OF_CLIENT), values: [...values, client] };
    const rows = await this.#rows<ListedRow & { total?: number }>(statement);
    // Beyond the last page there is one row, with the total and nothing else.
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
