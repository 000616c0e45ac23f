import type { Pool } from 'pg';
import {
  repeatedAnswer,
  hasOwnLimits,
  type LimitPolicy,
  type LimitRule,
  limitsFor,
  NO_OWN_LIMITS,
  type ReservationState,
  reserveAgainst,
  type ReserveAnswer,
  type UserLimits,
} from '../../domain/limits';
import { fromCents, type Money, parseMoney } from '../../domain/money';
import type { Order } from '../../domain/order';
import { type LedgerOrder, type Limits, type OpenReservation, ReservationConflict } from '../../ports/limits';
import { inTransaction, mapPostgresErrors } from './connection';
import * as sql from './limits-sql';

type ReserveRow = LimitsRow & { readonly is_written: boolean; readonly state: ReservationState | null };
type TakenRow = { readonly state: ReservationState | null; readonly cents?: string };

/** A reservation that another try has just written may be removed before it is read, as when test data is deleted. */
const TRIES = 3;

/** The ledger of limits in Postgres, a row per order. The rule decides, and the statements write its decision. */
export class PostgresLimits implements Limits {
  constructor(
    private readonly pool: Pool,
    private readonly policy: LimitPolicy,
    private readonly rule: LimitRule = reserveAgainst,
  ) {}

  async reserve(order: Order): Promise<ReserveAnswer> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = await this.#tryToReserve(order);
      if (answer) return answer;
    }
    throw new ReservationConflict(order.id);
  }

  async confirm(order: Order): Promise<void> {
    await mapPostgresErrors(this.pool.query({ ...sql.CONFIRM, values: orderValues(order) }));
  }

  async release(order: LedgerOrder): Promise<void> {
    await mapPostgresErrors(this.pool.query({ ...sql.RELEASE, values: orderValues(order) }));
  }

  /** Resolves to nothing when another try of the same order was faster: only a new statement is sure to see its reservation. */
  async #tryToReserve(order: Order): Promise<ReserveAnswer | undefined> {
    const verdict = this.#decide(order, NO_OWN_LIMITS);
    const { rows } = await mapPostgresErrors(this.pool.query<ReserveRow>({ ...sql.RESERVE, values: [...orderValues(order), verdict.fits] }));
    const own = toLimits(rows[0]);
    if (rows[0]?.is_written) return verdict;
    if (rows[0]?.state) return this.#answerFrom(rows[0].state, own);
    if (hasOwnLimits(own)) return this.#reserveUnderLock(order);
    return verdict.fits ? undefined : verdict;
  }

  /** Locks the user's row first, then sums: a sum read before the lock would miss the reservation of the order that held it. */
  #reserveUnderLock(order: Order): Promise<ReserveAnswer | undefined> {
    return inTransaction(this.pool, async (client) => {
      const locked = await client.query<LimitsRow>({ ...sql.LOCK_USER, values: [order.userId] });
      const own = toLimits(locked.rows[0]);
      const taken = own.exposureCap === null
        ? { ...sql.STATE_OF, values: [[order.id]] }
        : { ...sql.TAKEN, values: [order.userId, this.policy.windowMs, order.id] };
      const { rows } = await client.query<TakenRow>(taken);
      const { state = null, cents = '0' } = rows[0] ?? {};
      if (state) return this.#answerFrom(state, own);
      const answer = this.#decide(order, own, cents);
      if (!answer.fits) return answer;
      const { rowCount } = await client.query({ ...sql.RESERVE_LOCKED, values: orderValues(order) });
      return rowCount === 0 ? undefined : answer;
    });
  }

  #decide({ value }: Order, own: UserLimits, takenCents = '0'): ReserveAnswer {
    return this.rule({ ...limitsFor(own, this.policy), value, exposure: fromCents(BigInt(takenCents)) });
  }

  #answerFrom(state: ReservationState, own: UserLimits): ReserveAnswer {
    return repeatedAnswer(state, limitsFor(own, this.policy).perOrderLimit);
  }
}

function orderValues({ id, userId, value }: LedgerOrder): unknown[] {
  return [id, userId, value];
}

/** A user's own limits. pg gives NUMERIC(17,2) as text with two decimals. */
export interface LimitsRow {
  readonly per_order_limit: string | null;
  readonly exposure_cap: string | null;
}

export interface OpenRow {
  readonly order_id: string;
  readonly user_id: string;
  readonly value: string;
  readonly reserved_at: Date;
}

/** The user's own limits; none without a row. */
export function toLimits(row: LimitsRow | undefined): UserLimits {
  return { perOrderLimit: moneyOrNull(row?.per_order_limit), exposureCap: moneyOrNull(row?.exposure_cap) };
}

export function toOpenReservation({ order_id: orderId, user_id: userId, value, reserved_at }: OpenRow): OpenReservation {
  return { orderId, userId, value: toMoney(value), reservedAt: reserved_at.toISOString() };
}

export function moneyOrNull(text: string | null | undefined): Money | null {
  return text === null || text === undefined ? null : toMoney(text);
}

function toMoney(text: string): Money {
  const money = parseMoney(text);
  if (money === undefined) throw new Error(`the ledger holds ${text}, which is not money`);
  return money;
}
