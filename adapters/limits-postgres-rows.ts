import type { OpenReservation } from '../activities/limits-port';
import type { UserLimits } from '../domain/limits';
import { parseMoney, type Money } from '../domain/money';

/** NUMERIC(17,2) as pg gives it: text with two decimals. */
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

/** The limits of a row; none at all without a row. */
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
