import type { Pool } from 'pg';
import type { OrderRow } from '../../domain/settlement';
import type { OrderRows, Window } from '../../ports/maintenance';
import { mapPostgresErrors } from './connection';
import { type OrderRow as Row, type SettlementRow, toOrder, toSettlement } from './orders';
import { overdueBefore } from './orders-sql';

type FullRow = Row & Pick<SettlementRow, 'events'> & { readonly held_until: Date | null };

const ACCEPTED_OR_SETTLED_IN = {
  name: 'order-rows.accepted-or-settled-in',
  text: `SELECT id FROM orders WHERE created_at >= $1 AND created_at < $2 OR settled_at >= $1 AND settled_at < $2
         ORDER BY created_at, id LIMIT $3`,
};

const OPEN_BEFORE = {
  name: 'order-rows.open-before',
  text: `SELECT id FROM orders WHERE ${overdueBefore('$1')} ORDER BY created_at, id LIMIT $2`,
};

const READ = {
  name: 'order-rows.read',
  text: `SELECT id, value, user_id, method, installment, created_at, client, status, reason, events, held_until
         FROM orders WHERE id = ANY ($1::uuid[])`,
};

/** The most rows that one statement reads, as its time is bounded. */
const AT_A_TIME = 1_000;

/** The rows of all orders in Postgres, for maintenance. */
export class PostgresOrderRows implements OrderRows {
  constructor(private readonly pool: Pool) {}

  async acceptedOrSettledIn({ fromMs, toMs }: Window, atMost: number): Promise<string[]> {
    return this.#ids({ ...ACCEPTED_OR_SETTLED_IN, values: [new Date(fromMs), new Date(toMs), atMost] });
  }

  async openBefore(beforeMs: number, atMost: number): Promise<string[]> {
    return this.#ids({ ...OPEN_BEFORE, values: [new Date(beforeMs), atMost] });
  }

  async read(orderIds: readonly string[]): Promise<Map<string, OrderRow>> {
    const found = new Map<string, OrderRow>();
    for (let from = 0; from < orderIds.length; from += AT_A_TIME) {
      const values = [orderIds.slice(from, from + AT_A_TIME)];
      const { rows } = await mapPostgresErrors(this.pool.query<FullRow>({ ...READ, values }));
      for (const row of rows) found.set(row.id, toOrderRow(row));
    }
    return found;
  }

  async #ids(statement: { name: string; text: string; values: unknown[] }): Promise<string[]> {
    const { rows } = await mapPostgresErrors(this.pool.query<{ id: string }>(statement));
    return rows.map(({ id }) => id);
  }
}

function toOrderRow(row: FullRow): OrderRow {
  const order = toOrder(row);
  if (row.status !== 'PROCESSING') return { order, settlement: toSettlement(row) };
  return row.held_until ? { order, heldUntil: row.held_until.toISOString() } : { order };
}
