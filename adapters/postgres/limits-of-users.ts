import type { Pool } from 'pg';
import type { Exposure, LimitPolicy, ReservationState, UserLimits } from '../../domain/limits';
import { fromCents } from '../../domain/money';
import type { LimitsOfUsers, OpenReservation, Reservations } from '../../ports/limits';
import { inTransaction, mapPostgresErrors } from './connection';
import { type LimitsRow, moneyOrNull, type OpenRow, toLimits, toOpenReservation } from './limits';
import * as sql from './limits-sql';

interface ExposureRow {
  /** In cents. */
  readonly reserved: string;
  readonly confirmed: string;
  readonly cap: string | null;
}

/** The limits of single users in Postgres, and how much of them is used. */
export class PostgresLimitsOfUsers implements LimitsOfUsers {
  constructor(
    private readonly pool: Pool,
    private readonly policy: Pick<LimitPolicy, 'windowMs'>,
  ) {}

  async limitOf(userId: string): Promise<UserLimits> {
    const { rows } = await mapPostgresErrors(this.pool.query<LimitsRow>({ ...sql.LIMIT_OF, values: [userId] }));
    return toLimits(rows[0]);
  }

  async setLimit(userId: string, { perOrderLimit, exposureCap }: UserLimits): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query(sql.LOCK_LIMITS);
      await client.query({ ...sql.SET_LIMIT, values: [userId, perOrderLimit, exposureCap] });
    });
  }

  async exposureOf(userId: string): Promise<Exposure> {
    const values = [userId, this.policy.windowMs];
    const { rows } = await mapPostgresErrors(this.pool.query<ExposureRow>({ ...sql.EXPOSURE_OF, values }));
    const { reserved, confirmed, cap } = rows[0] ?? { reserved: '0', confirmed: '0', cap: null };
    return {
      reserved: fromCents(BigInt(reserved)),
      confirmed: fromCents(BigInt(confirmed)),
      exposure: fromCents(BigInt(reserved) + BigInt(confirmed)),
      cap: moneyOrNull(cap),
    };
  }

  async removeReservationsOf(userIds: readonly string[]): Promise<void> {
    await mapPostgresErrors(this.pool.query({ ...sql.REMOVE_OF, values: [userIds] }));
  }
}

/** The most rows that one statement reads, as its time is bounded. */
const AT_A_TIME = 1_000;

/** The reservations of all orders in Postgres, for maintenance. */
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
