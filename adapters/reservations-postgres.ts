import type { Pool } from 'pg';
import type { OpenReservation, Reservations } from '../activities/limits-port';
import type { ReservationState } from '../domain/limits';
import { toOpenReservation, type OpenRow } from './limits-postgres-rows';
import * as sql from './limits-postgres-sql';
import { mapPostgresErrors } from './postgres';

/** The most rows that are read in one statement, which is bounded in time. */
const AT_A_TIME = 1_000;

/** The reservations in Postgres, for maintenance, which looks after all of them. */
export class PostgresReservations implements Reservations {
  constructor(private readonly pool: Pool) {}

  async stateOf(orderIds: readonly string[]): Promise<Map<string, ReservationState>> {
    const found = new Map<string, ReservationState>();
    for (let from = 0; from < orderIds.length; from += AT_A_TIME) {
      const values = [orderIds.slice(from, from + AT_A_TIME)];
      const { rows } = await mapPostgresErrors(this.pool.query<{ order_id: string; state: ReservationState }>({ ...sql.STATE_OF, values }));
      for (const { order_id, state } of rows) found.set(order_id, state);
    }
    return found;
  }

  async openBefore(beforeMs: number, atMost: number, after?: OpenReservation): Promise<OpenReservation[]> {
    const values = [new Date(beforeMs), atMost, after?.reservedAt ?? null, after?.orderId ?? null];
    const { rows } = await mapPostgresErrors(this.pool.query<OpenRow>({ ...sql.OPEN_BEFORE, values }));
    return rows.map(toOpenReservation);
  }
}
