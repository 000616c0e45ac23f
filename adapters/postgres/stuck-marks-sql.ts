// Named, so that Postgres parses and plans each statement once per connection. Values are only ever parameters.

/** $1–$6: marks, an array per column. In the order of the key, so that two who write at once do not wait for each other for ever. */
const GIVEN = `SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
               AS given (order_id, run_id, cause, step, error, since) ORDER BY order_id, run_id`;

export const CURRENT = {
  name: 'stuck-marks.current',
  text: `SELECT order_id, run_id, cause, step, error, since FROM stuck_orders
         WHERE resolved_at IS NULL ORDER BY since, order_id LIMIT $1`,
};

export const RESOLVED_OF = {
  name: 'stuck-marks.resolved-of',
  text: `SELECT DISTINCT run_id FROM stuck_orders WHERE run_id = ANY ($1::text[]) AND resolved_at IS NOT NULL`,
};

/** $7: when they were seen. Between two rounds of tries a step is known to fail and its error is not: the last one is kept. */
export const MARK = {
  name: 'stuck-marks.mark',
  text: `INSERT INTO stuck_orders AS marked (order_id, run_id, cause, step, error, since, seen_at)
         SELECT given.*, $7::timestamptz FROM (${GIVEN}) AS given
         ON CONFLICT (order_id, run_id) DO UPDATE
         SET cause = excluded.cause, since = excluded.since, seen_at = excluded.seen_at,
             step = CASE WHEN excluded.cause = marked.cause THEN coalesce(excluded.step, marked.step) ELSE excluded.step END,
             error = CASE WHEN excluded.cause = marked.cause THEN coalesce(excluded.error, marked.error) ELSE excluded.error END
         WHERE marked.resolved_at IS NULL`,
};

/** $1, $2: orders and runs; $3: marks that were seen later stay. */
export const CLEAR = {
  name: 'stuck-marks.clear',
  text: `DELETE FROM stuck_orders
         WHERE (order_id, run_id) IN (SELECT * FROM unnest($1::uuid[], $2::text[])) AND resolved_at IS NULL AND seen_at <= $3`,
};

/** $1–$6: marks; $7: when, and $8: how they came off. */
export const RESOLVE = {
  name: 'stuck-marks.resolve',
  text: `INSERT INTO stuck_orders AS marked (order_id, run_id, cause, step, error, since, seen_at, resolved_at, resolution)
         SELECT given.*, $7::timestamptz, $7::timestamptz, $8::text FROM (${GIVEN}) AS given
         ON CONFLICT (order_id, run_id) DO UPDATE SET resolved_at = excluded.resolved_at, resolution = excluded.resolution
         WHERE marked.resolved_at IS NULL`,
};
