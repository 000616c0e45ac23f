// Named, so that Postgres parses and plans each statement once per connection. Values are only ever parameters.

/**
 * $1–$3: the order; $4: whether the limit rule says that it fits the default limits. Reserves when it fits and the user has no limits
 * of their own, which is true of nearly every user. The answer is always one row: whether it has written the reservation, the state of
 * an earlier reservation, and the user's own limits. It compares no value with a limit: the rule in the domain does that.
 *
 * FOR KEY SHARE makes it wait while limits are being set, see LOCK_LIMITS.
 */
export const RESERVE = {
  name: 'limits.reserve',
  text: `WITH own AS (SELECT per_order_limit, exposure_cap FROM ledger.limits WHERE user_id = $2 FOR KEY SHARE),
         written AS (
           INSERT INTO ledger.limit_reservations (order_id, user_id, value, state, reserved_at)
           SELECT $1::uuid, $2::text, $3::numeric, 'reserved', now()
           WHERE $4::boolean AND NOT EXISTS (SELECT FROM own WHERE per_order_limit IS NOT NULL OR exposure_cap IS NOT NULL)
           ON CONFLICT (order_id) DO NOTHING
           RETURNING order_id
         )
         SELECT EXISTS (SELECT FROM written) AS is_written,
                (SELECT state FROM ledger.limit_reservations WHERE order_id = $1) AS state,
                (SELECT per_order_limit FROM own) AS per_order_limit, (SELECT exposure_cap FROM own) AS exposure_cap`,
};

/** $1: a user. Of all transactions that reserve under the user's own limits, one goes on and the others wait. */
export const LOCK_USER = {
  name: 'limits.lock-user',
  text: `SELECT per_order_limit, exposure_cap FROM ledger.limits WHERE user_id = $1 FOR UPDATE`,
};

/** The reservations of a user that count, within the window of $2 milliseconds. */
const COUNTED = `user_id = $1 AND state <> 'released' AND reserved_at > now() - $2::float8 * interval '1 millisecond'`;

/** In cents, because a sum may have more digits than `parseMoney` accepts. */
const inCents = (sum: string) => `trunc(coalesce(${sum}, 0) * 100)::text`;

/** $3: the order. When it has a reservation already, the state of that one is the answer. */
export const TAKEN = {
  name: 'limits.taken',
  text: `SELECT (SELECT state FROM ledger.limit_reservations WHERE order_id = $3) AS state, ${inCents('sum(value)')} AS cents
         FROM ledger.limit_reservations WHERE ${COUNTED}`,
};

/** $1–$3: the order. No row when it has a reservation already. */
export const RESERVE_LOCKED = {
  name: 'limits.reserve-locked',
  text: `INSERT INTO ledger.limit_reservations (order_id, user_id, value, state, reserved_at) VALUES ($1, $2, $3, 'reserved', now())
         ON CONFLICT (order_id) DO NOTHING`,
};

/**
 * $1–$3: the order. A released reservation stays released: only the current settlement confirms or releases, and it never changes.
 * If it happens nevertheless, reconcile finds an approved order whose reservation is released.
 */
export const CONFIRM = {
  name: 'limits.confirm',
  text: `INSERT INTO ledger.limit_reservations AS held (order_id, user_id, value, state, reserved_at, ended_at)
         VALUES ($1, $2, $3, 'confirmed', now(), now())
         ON CONFLICT (order_id) DO UPDATE SET state = excluded.state, ended_at = excluded.ended_at WHERE held.state = 'reserved'`,
};

/** $1–$3: the order. A confirmed reservation stays confirmed, for the same reason. */
export const RELEASE = {
  name: 'limits.release',
  text: `INSERT INTO ledger.limit_reservations AS held (order_id, user_id, value, state, ended_at)
         VALUES ($1, $2, $3, 'released', now())
         ON CONFLICT (order_id) DO UPDATE SET state = excluded.state, ended_at = excluded.ended_at WHERE held.state = 'reserved'`,
};

export const STATE_OF = {
  name: 'limits.state-of',
  text: `SELECT order_id, state FROM ledger.limit_reservations WHERE order_id = ANY ($1::uuid[])`,
};

/** $1: before when; $2: how many; $3, $4: the last reservation of the page before, or NULL. */
export const OPEN_BEFORE = {
  name: 'limits.open-before',
  text: `SELECT order_id, user_id, value, reserved_at FROM ledger.limit_reservations
         WHERE state = 'reserved' AND reserved_at < $1
           AND (reserved_at, order_id) > (coalesce($3::timestamptz, '-infinity'), coalesce($4::uuid, '00000000-0000-0000-0000-000000000000'))
         ORDER BY reserved_at, order_id LIMIT $2`,
};

export const LIMIT_OF = {
  name: 'limits.limit-of',
  text: `SELECT per_order_limit, exposure_cap FROM ledger.limits WHERE user_id = $1`,
};

/**
 * Waits until no reservation is under way, and makes new ones wait. Without the lock, an order that has not seen the user's new cap
 * could be written after another order has summed up the exposure under that cap. A statement takes its locks before it reads. The
 * waits are short: reserving takes milliseconds, and the lock gives up early. It does not block readers and backups.
 */
export const LOCK_LIMITS = `SET LOCAL lock_timeout = '250ms'; LOCK TABLE ledger.limits IN EXCLUSIVE MODE`;

/** $1: a user; $2, $3: the limits. */
export const SET_LIMIT = {
  name: 'limits.set-limit',
  text: `INSERT INTO ledger.limits (user_id, per_order_limit, exposure_cap) VALUES ($1, $2, $3)
         ON CONFLICT (user_id) DO UPDATE SET per_order_limit = excluded.per_order_limit, exposure_cap = excluded.exposure_cap`,
};

export const EXPOSURE_OF = {
  name: 'limits.exposure-of',
  text: `SELECT ${inCents(`sum(value) FILTER (WHERE state = 'reserved')`)} AS reserved,
                ${inCents(`sum(value) FILTER (WHERE state = 'confirmed')`)} AS confirmed,
                (SELECT exposure_cap FROM ledger.limits WHERE user_id = $1) AS cap
         FROM ledger.limit_reservations WHERE ${COUNTED}`,
};

/** $1: users. For test data: it reads the whole table. */
export const REMOVE_OF = {
  name: 'limits.remove-of',
  text: `DELETE FROM ledger.limit_reservations WHERE user_id = ANY ($1)`,
};
