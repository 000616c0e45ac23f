import type { Pool } from 'pg';
import type { Claim, Limits } from '../activities/limits-port';
import { Unavailable } from '../activities/ports';
import { answerFrom, limitsFor, reserveAgainst } from '../domain/limits';
import type { AppliedLimits, LimitPolicy, ReservationState, ReserveAnswer } from '../domain/limits';
import { fromCents } from '../domain/money';
import type { Order } from '../domain/order';
import { inTransaction } from './in-transaction';
import { toLimits, type LimitsRow } from './limits-postgres-rows';
import * as sql from './limits-postgres-sql';
import { answerOf } from './postgres';

/** The ledger of limits in Postgres, a row per order. */
export class PostgresLimits implements Limits {
  constructor(
    private readonly pool: Pool,
    private readonly policy: LimitPolicy,
  ) {}

  async reserve(order: Order): Promise<ReserveAnswer> {
    const values = [...orderValues(order), this.policy.perOrderLimit];
    const { rows } = await answerOf(this.pool.query<LimitsRow & { state: ReservationState | null }>({ ...sql.RESERVE, values }));
    const [seen] = rows;
    const limits = this.#limitsFor(seen);
    if (seen?.state) return answerFrom(seen.state, limits.perOrderLimit);
    const withoutCap = reserveAgainst({ ...limits, value: order.value, exposureCap: null, exposure: fromCents(0n) });
    if (!withoutCap.fits) return withoutCap;
    return limits.exposureCap === null ? this.#standing(order) : this.#reserveUnderCap(order);
  }

  async confirm(order: Order): Promise<void> {
    await answerOf(this.pool.query({ ...sql.CONFIRM, values: orderValues(order) }));
  }

  async release(order: Claim): Promise<void> {
    await answerOf(this.pool.query({ ...sql.RELEASE, values: orderValues(order) }));
  }

  /** The user's row is locked first and the sum taken by a later statement: one taken before would miss who held the lock. */
  async #reserveUnderCap(order: Order): Promise<ReserveAnswer> {
    const answer = await inTransaction(this.pool, async (client) => {
      const locked = await client.query<LimitsRow>({ ...sql.LOCK_USER, values: [order.userId] });
      const limits = this.#limitsFor(locked.rows[0]);
      const values = [order.userId, this.policy.windowMs, order.id];
      const taken = await client.query<{ state: ReservationState | null; cents: string }>({ ...sql.TAKEN, values });
      const { state = null, cents = '0' } = taken.rows[0] ?? {};
      if (state) return answerFrom(state, limits.perOrderLimit);
      const fresh = reserveAgainst({ ...limits, value: order.value, exposure: fromCents(BigInt(cents)) });
      if (!fresh.fits) return fresh;
      const { rowCount } = await client.query({ ...sql.RESERVE_LOCKED, values: orderValues(order) });
      return rowCount === 0 ? undefined : fresh;
    });
    return answer ?? this.#standing(order);
  }

  /** The answer of whoever wrote this order's reservation meanwhile. Only a new statement is sure to see it. */
  async #standing({ id, userId }: Order): Promise<ReserveAnswer> {
    const { rows } = await answerOf(this.pool.query<LimitsRow & { state: ReservationState }>({ ...sql.STANDING, values: [id, userId] }));
    if (!rows[0]) throw new Unavailable('postgres', { cause: new Error('the reservation was removed meanwhile') });
    return answerFrom(rows[0].state, this.#limitsFor(rows[0]).perOrderLimit);
  }

  #limitsFor(row: LimitsRow | undefined): AppliedLimits {
    return limitsFor(toLimits(row), this.policy);
  }
}

function orderValues({ id, userId, value }: Claim): unknown[] {
  return [id, userId, value];
}
