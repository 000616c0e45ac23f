import type { Pool } from 'pg';
import type { StuckCause } from '../../domain/stuck';
import type { Page } from '../../ports/orders';
import type { StuckOrder, StuckOrders } from '../../ports/stuck-orders';
import { mapPostgresErrors } from './connection';
import { type OrderRow, toOrderState } from './orders';
import { overdueBefore } from './orders-sql';

type StuckRow = OrderRow & {
  readonly cause: StuckCause;
  readonly step: string | null;
  readonly error: string | null;
  readonly since: Date;
};

/** $1: how long, in milliseconds, an order may be open without being held, or after the end of its hold, by the clock of Postgres. */
const STUCK = `ids AS (
    SELECT id FROM orders
    WHERE ${overdueBefore(`now() - $1 * interval '1 millisecond'`)}
    UNION
    SELECT order_id FROM stuck_orders WHERE resolved_at IS NULL
  ), stuck AS (
    SELECT orders.*, coalesce(mark.cause, 'NOT_LOOKED_AT') AS cause, mark.step, mark.error,
           coalesce(mark.since, orders.created_at) AS since
    FROM ids JOIN orders USING (id)
    LEFT JOIN LATERAL (
      SELECT * FROM stuck_orders WHERE order_id = orders.id AND resolved_at IS NULL ORDER BY seen_at DESC, run_id LIMIT 1
    ) AS mark ON true
  )`;

/** The count and the page in one statement, hence of one moment. */
const LIST = {
  name: 'stuck-orders.list',
  text: `WITH ${STUCK}
         SELECT counted.total, page.*
         FROM (SELECT count(*)::int AS total FROM stuck) AS counted
         LEFT JOIN (
           SELECT id, value, user_id, method, installment, created_at, client, status, reason, cause, step, error, since
           FROM stuck ORDER BY since, id OFFSET $2 LIMIT $3
         ) AS page ON true
         ORDER BY page.since, page.id`,
};

const SUMMARY = {
  name: 'stuck-orders.summary',
  text: `WITH ${STUCK} SELECT count(*)::int AS count, min(since) AS oldest FROM stuck`,
};

/** The stuck orders in Postgres: those that are overdue by their rows, and those that are marked. */
export class PostgresStuckOrders implements StuckOrders {
  constructor(
    private readonly pool: Pool,
    private readonly options: { readonly stuckAfterMs: number },
  ) {}

  async list({ offset, limit }: Page): Promise<{ total: number; orders: StuckOrder[] }> {
    const values = [this.options.stuckAfterMs, offset, limit];
    const { rows } = await mapPostgresErrors(this.pool.query<StuckRow & { total: number }>({ ...LIST, values }));
    // Beyond the last page there is one row, which has the total alone.
    return { total: rows[0]?.total ?? 0, orders: rows.filter(({ id }) => id !== null).map(toStuckOrder) };
  }

  async summary(): Promise<{ count: number; oldest?: string }> {
    const values = [this.options.stuckAfterMs];
    const { rows } = await mapPostgresErrors(this.pool.query<{ count: number; oldest: Date | null }>({ ...SUMMARY, values }));
    const { count = 0, oldest } = rows[0] ?? {};
    return oldest ? { count, oldest: oldest.toISOString() } : { count };
  }
}

function toStuckOrder(row: StuckRow): StuckOrder {
  const { cause, step, error, since } = row;
  return {
    order: toOrderState(row),
    cause,
    ...(step !== null && { step }),
    ...(error !== null && { error }),
    since: since.toISOString(),
  };
}
