import type { Pool } from 'pg';
import type { LimitsOfUsers } from '../apps/api/limits-port';
import type { Exposure, LimitPolicy, UserLimits } from '../domain/limits';
import { fromCents } from '../domain/money';
import { inTransaction } from './in-transaction';
import { moneyOrNull, toLimits, type LimitsRow } from './limits-postgres-rows';
import * as sql from './limits-postgres-sql';
import { mapPostgresErrors } from './postgres';

interface ExposureRow {
  /** In cents. */
  readonly reserved: string;
  readonly confirmed: string;
  readonly cap: string | null;
}

/** The limits of single users in Postgres, beside what they have reserved. */
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
