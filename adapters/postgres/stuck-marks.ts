import type { Pool } from 'pg';
import type { Stuck, StuckCause } from '../../domain/stuck';
import type { Resolution, StuckMarks } from '../../ports/stuck-orders';
import { mapPostgresErrors } from './connection';
import * as sql from './stuck-marks-sql';

interface MarkRow {
  readonly order_id: string;
  readonly run_id: string;
  readonly cause: StuckCause;
  readonly step: string | null;
  readonly error: string | null;
  readonly since: Date;
}

/** The marks on orders that do not go on, in Postgres. */
export class PostgresStuckMarks implements StuckMarks {
  constructor(private readonly pool: Pool) {}

  async unresolved(atMost: number): Promise<Stuck[]> {
    return (await this.#rows<MarkRow>({ ...sql.CURRENT, values: [atMost] })).map(toStuck);
  }

  async resolvedOf(runIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.#rows<{ run_id: string }>({ ...sql.RESOLVED_OF, values: [runIds] });
    return new Set(rows.map(({ run_id }) => run_id));
  }

  async mark(found: readonly Stuck[], seenAt: Date): Promise<void> {
    await this.#rows({ ...sql.MARK, values: [...columnsOf(found), seenAt] });
  }

  async clear(marks: readonly Stuck[], seenAt: Date): Promise<void> {
    const [orderIds, runIds] = columnsOf(marks);
    await this.#rows({ ...sql.CLEAR, values: [orderIds, runIds, seenAt] });
  }

  async resolve(mark: Stuck, resolution: Resolution, at: Date): Promise<void> {
    await this.#rows({ ...sql.RESOLVE, values: [...columnsOf([mark]), at, resolution] });
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
