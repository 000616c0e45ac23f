import type { Pool } from 'pg';
import type { Stuck, StuckCause } from '../../domain/stuck';
import type { Resolution, StuckMarks } from '../../ports/stuck-orders';
import { mapPostgresErrors } from './connection';

// Named, so that Postgres parses and plans each statement once per connection. Values are only ever parameters.

/** $1–$6: marks, an array per column. In the order of the key, so that two workers that write at once cannot deadlock. */
const GIVEN = `SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
               AS given (order_id, run_id, cause, step, error, since) ORDER BY order_id, run_id`;

const UNRESOLVED = {
  name: 'stuck-marks.unresolved',
  text: `SELECT order_id, run_id, cause, step, error, since FROM stuck_orders
         WHERE resolved_at IS NULL ORDER BY since, order_id LIMIT $1`,
};

const RESOLVED_OF = {
  name: 'stuck-marks.resolved-of',
  text: `SELECT DISTINCT run_id FROM stuck_orders WHERE run_id = ANY ($1::text[]) AND resolved_at IS NOT NULL`,
};

/** $7: when they were seen. Between two rounds of tries the step is known to fail and its error is not, so the last error is kept. */
const MARK = {
  name: 'stuck-marks.mark',
  text: `INSERT INTO stuck_orders AS marked (order_id, run_id, cause, step, error, since, seen_at)
         SELECT given.*, $7::timestamptz FROM (${GIVEN}) AS given
         ON CONFLICT (order_id, run_id) DO UPDATE
         SET cause = excluded.cause, since = excluded.since, seen_at = excluded.seen_at,
             step = CASE WHEN excluded.cause = marked.cause THEN coalesce(excluded.step, marked.step) ELSE excluded.step END,
             error = CASE WHEN excluded.cause = marked.cause THEN coalesce(excluded.error, marked.error) ELSE excluded.error END
         WHERE marked.resolved_at IS NULL`,
};

/** $1, $2: orders and runs; $3: marks that were seen after this time stay. */
const CLEAR = {
  name: 'stuck-marks.clear',
  text: `DELETE FROM stuck_orders
         WHERE (order_id, run_id) IN (SELECT * FROM unnest($1::uuid[], $2::text[])) AND resolved_at IS NULL AND seen_at <= $3`,
};

/** $1–$6: marks; $7: when, and $8: how they were resolved. */
const RESOLVE = {
  name: 'stuck-marks.resolve',
  text: `INSERT INTO stuck_orders AS marked (order_id, run_id, cause, step, error, since, seen_at, resolved_at, resolution)
         SELECT given.*, $7::timestamptz, $7::timestamptz, $8::text FROM (${GIVEN}) AS given
         ON CONFLICT (order_id, run_id) DO UPDATE SET resolved_at = excluded.resolved_at, resolution = excluded.resolution
         WHERE marked.resolved_at IS NULL`,
};

interface MarkRow {
  readonly order_id: string;
  readonly run_id: string;
  readonly cause: StuckCause;
  readonly step: string | null;
  readonly error: string | null;
  readonly since: Date;
}

/** The marks on stuck orders, in Postgres. */
export class PostgresStuckMarks implements StuckMarks {
  constructor(private readonly pool: Pool) {}

  async unresolved(atMost: number): Promise<Stuck[]> {
    return (await this.#rows<MarkRow>({ ...UNRESOLVED, values: [atMost] })).map(toStuck);
  }

  async resolvedOf(runIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.#rows<{ run_id: string }>({ ...RESOLVED_OF, values: [runIds] });
    return new Set(rows.map(({ run_id }) => run_id));
  }

  async mark(found: readonly Stuck[], seenAt: Date): Promise<void> {
    await this.#rows({ ...MARK, values: [...columnsOf(found), seenAt] });
  }

  async clear(marks: readonly Stuck[], seenAt: Date): Promise<void> {
    const [orderIds, runIds] = columnsOf(marks);
    await this.#rows({ ...CLEAR, values: [orderIds, runIds, seenAt] });
  }

  async resolve(mark: Stuck, resolution: Resolution, at: Date): Promise<void> {
    await this.#rows({ ...RESOLVE, values: [...columnsOf([mark]), at, resolution] });
  }

  async #rows<Row extends object>(statement: { name: string; text: string; values: unknown[] }): Promise<Row[]> {
    return (await mapPostgresErrors(this.pool.query<Row>(statement))).rows;
  }
}

/** The marks as an array per column. */
function columnsOf(marks: readonly Stuck[]): unknown[] {
  return [
    marks.map(({ orderId }) => orderId),
    marks.map(({ runId }) => runId),
    marks.map(({ cause }) => cause),
    marks.map(({ step }) => step ?? null),
    marks.map(({ error }) => error ?? null),
    marks.map(({ since }) => since),
  ];
}

function toStuck({ order_id: orderId, run_id: runId, cause, step, error, since }: MarkRow): Stuck {
  return {
    orderId,
    runId,
    cause,
    ...(step !== null && { step }),
    ...(error !== null && { error }),
    since: since.toISOString(),
  };
}
