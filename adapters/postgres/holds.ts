import type { Pool } from 'pg';
import type { HoldCause } from '../../domain/holds';
import type { HeldOrder, Holds } from '../../ports/holds';
import type { OrdersInFlight, Page } from '../../ports/orders';
import { mapPostgresErrors } from './connection';
import { type OrderRow, toOrderState } from './orders';

type HoldRow = OrderRow & { readonly held_cause: HoldCause; readonly held_since: Date; readonly held_until: Date };

/** The count and the page in one statement, hence of one moment. Only open orders can be held, and these are indexed. */
const LIST = {
  name: 'holds.list',
  text: `WITH held AS (SELECT * FROM orders WHERE status = 'PROCESSING' AND held_cause IS NOT NULL)
         SELECT counted.total, page.*
         FROM (SELECT count(*)::int AS total FROM held) AS counted
         LEFT JOIN (
           SELECT id, value, user_id, method, installment, created_at, client, status, reason, held_cause, held_since, held_until
           FROM held ORDER BY held_since, id OFFSET $1 LIMIT $2
         ) AS page ON true
         ORDER BY page.held_since, page.id`,
};

/** An index holds exactly these orders, by their time. $1: where counting stops; $2: since when. */
const COUNT = {
  name: 'orders-in-flight.count',
  text: `SELECT count(*)::int AS count
         FROM (SELECT FROM orders WHERE status = 'PROCESSING' AND held_cause IS NULL AND created_at >= $2 LIMIT $1) AS found`,
};

/** The held orders in Postgres, where their workflows write their holds. */
export class PostgresHolds implements Holds {
  constructor(private readonly pool: Pool) {}

  async list({ offset, limit }: Page): Promise<{ total: number; holds: HeldOrder[] }> {
    const { rows } = await mapPostgresErrors(this.pool.query<HoldRow & { total: number }>({ ...LIST, values: [offset, limit] }));
    // Beyond the last page there is one row, which has the total alone.
    return { total: rows[0]?.total ?? 0, holds: rows.filter(({ id }) => id !== null).map(toHeldOrder) };
  }
}

/** How many orders are in flight, counted in Postgres. */
export class PostgresOrdersInFlight implements OrdersInFlight {
  constructor(private readonly pool: Pool) {}

  async inFlight(atMost: number, since: Date): Promise<number> {
    const { rows } = await mapPostgresErrors(this.pool.query<{ count: number }>({ ...COUNT, values: [atMost, since] }));
    return rows[0]?.count ?? 0;
  }
}

function toHeldOrder(row: HoldRow): HeldOrder {
  const { held_cause: cause, held_since: since, held_until: until } = row;
  return { order: toOrderState(row), hold: { cause, since: since.toISOString(), until: until.toISOString() } };
}
