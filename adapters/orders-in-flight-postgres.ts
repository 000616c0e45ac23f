import type { Pool } from 'pg';
import type { OrdersInFlight } from '../apps/api/ports';
import { mapPostgresErrors } from './postgres';

/** An index has just these, by their time. $1: where to stop; $2: since when. */
const COUNT = {
  name: 'orders-in-flight.count',
  text: `SELECT count(*)::int AS count
         FROM (SELECT FROM orders WHERE status = 'PROCESSING' AND held_cause IS NULL AND created_at >= $2 LIMIT $1) AS found`,
};

/** How many orders are on their way, counted in Postgres. */
export class PostgresOrdersInFlight implements OrdersInFlight {
  constructor(private readonly pool: Pool) {}

  async inFlight(atMost: number, since: Date): Promise<number> {
    const { rows } = await mapPostgresErrors(this.pool.query<{ count: number }>({ ...COUNT, values: [atMost, since] }));
    return rows[0]?.count ?? 0;
  }
}
