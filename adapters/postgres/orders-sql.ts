// Named, so that Postgres parses and plans each statement once per connection. Values are only ever parameters.

const COLUMNS = 'id, value, user_id, method, installment, created_at, client, status, reason';

/** The condition for orders that are overdue at the cut-off, an expression: `isOverdue` of domain/stuck.ts, in SQL. */
export function overdueBefore(cutOff: string): string {
  return `status = 'PROCESSING' AND created_at < ${cutOff} AND (held_until IS NULL OR held_until < ${cutOff})`;
}

/** $1–$7: the order. */
export const ACCEPT = {
  name: 'orders.accept',
  text: `INSERT INTO orders (id, value, user_id, method, installment, created_at, client, status)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'PROCESSING')
         ON CONFLICT (id) DO NOTHING`,
};

/** $1–$7: the order; it overwrites an open row of the same id. $8–$11: its end. Returns no row when the order was settled before. */
export const SETTLE = {
  name: 'orders.settle',
  text: `INSERT INTO orders (id, value, user_id, method, installment, created_at, client, status, reason, events, settled_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (id) DO UPDATE
         SET value = excluded.value, user_id = excluded.user_id, method = excluded.method, installment = excluded.installment,
             created_at = excluded.created_at, client = excluded.client,
             status = excluded.status, reason = excluded.reason, events = excluded.events, settled_at = excluded.settled_at,
             held_cause = NULL, held_since = NULL, held_until = NULL
         WHERE orders.status = 'PROCESSING'
         RETURNING status, reason, events`,
};

/** $1–$7: the order; $8–$10: its hold. */
export const HOLD = {
  name: 'orders.hold',
  text: `INSERT INTO orders (id, value, user_id, method, installment, created_at, client, status, held_cause, held_since, held_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'PROCESSING', $8, $9, $10)
         ON CONFLICT (id) DO UPDATE
         SET held_cause = excluded.held_cause, held_since = excluded.held_since, held_until = excluded.held_until
         WHERE orders.status = 'PROCESSING'`,
};

export const SETTLEMENT = {
  name: 'orders.settlement',
  text: `SELECT status, reason, events FROM orders WHERE id = $1 AND status <> 'PROCESSING'`,
};

export const FIND = {
  name: 'orders.find',
  text: `SELECT ${COLUMNS} FROM orders WHERE id = $1`,
};

/**
 * $1: the user; $2, $3: offset and limit; $4, $5: the place after which to begin, in microseconds since 1970 (`Infinity`: with the newest)
 * and by id. The row comparison lets the index scan begin there, so that earlier entries are not read; an offset reads the index alone.
 * With an array instead of a join, Postgres looks the rows of the page up one by one, whatever its statistics say about the user.
 */
const pageWhere = (condition: string) => `SELECT ${COLUMNS}, (extract(epoch FROM created_at) * 1000000)::bigint AS created_at_us
         FROM orders
         WHERE id = ANY (ARRAY(
           SELECT id FROM orders
           WHERE ${condition} AND (created_at, id) < (to_timestamp($4::float8 / 1000000), $5::uuid)
           ORDER BY created_at DESC, id DESC OFFSET $2 LIMIT $3
         ))
         ORDER BY created_at DESC, id DESC`;

/** The same parameters. The count and the page in one statement, hence of one moment; the count reads the index alone. */
const countedPageWhere = (condition: string) => `SELECT counted.total, page.*
         FROM (SELECT count(*)::int AS total FROM orders WHERE ${condition}) AS counted
         LEFT JOIN (${pageWhere(condition)}) AS page ON true
         ORDER BY page.created_at DESC, page.id DESC`;

const OF_USER = 'user_id = $1';
export const PAGE = { name: 'orders.page', text: pageWhere(OF_USER) };
export const COUNTED_PAGE = { name: 'orders.counted-page', text: countedPageWhere(OF_USER) };

/** $6: the client that placed them. */
const OF_CLIENT = 'client = $6 AND user_id = $1';
export const PAGE_OF_CLIENT = { name: 'orders.page-of-client', text: pageWhere(OF_CLIENT) };
export const COUNTED_PAGE_OF_CLIENT = { name: 'orders.counted-page-of-client', text: countedPageWhere(OF_CLIENT) };

export const IDS_OF = {
  name: 'orders.ids-of',
  text: `SELECT id FROM orders WHERE user_id = ANY ($1::text[]) ORDER BY created_at, id`,
};

export const REMOVE_OF = {
  name: 'orders.remove-of',
  text: `DELETE FROM orders WHERE user_id = ANY ($1::text[]) RETURNING id`,
};
