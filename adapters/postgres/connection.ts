import { DatabaseError, Pool, type PoolClient } from 'pg';
import { Unavailable } from '../../ports/unavailable';

export interface PostgresOptions {
  /** `postgres://user@host:port/database`. */
  readonly url: string;
  readonly password?: string | undefined;
  readonly poolSize: number;
  /** Bounds the wait for a connection, and then each statement, on both ends. */
  readonly timeoutMs: number;
  /** The name of this process in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Called when a connection dies while nobody uses it; the pool replaces it by itself. */
  readonly onIdleError: (error: Error) => void;
}

/** A pool of connections. It connects at the first statement, so it can be created while Postgres is down. */
export function createPostgresPool(options: PostgresOptions): Pool {
  const pool = new Pool({
    connectionString: postgresUrl(options),
    max: options.poolSize,
    connectionTimeoutMillis: options.timeoutMs,
    statement_timeout: options.timeoutMs,
    query_timeout: options.timeoutMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: options.applicationName,
  });
  // An 'error' event without a listener ends the process.
  pool.on('error', options.onIdleError);
  return pool;
}

/** The URL with the password as a query parameter: pg prefers it there, and no character of it can break the host part. */
export function postgresUrl({ url, password }: Pick<PostgresOptions, 'url' | 'password'>): string {
  if (password === undefined) return url;
  const whole = new URL(url);
  whole.searchParams.set('password', password);
  return whole.href;
}

/** Class 22, 23 and 42: the statement or its data is wrong, and repeating it cannot help. 42P01, 42501: no table, no right to it (yet). */
const REFUSED = /^(22|23|42(?!P01|501))/;

/** Waits for an answer of Postgres. A refusal is thrown as it is; every other failure becomes `Unavailable`. */
export async function mapPostgresErrors<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    if (cause instanceof DatabaseError && REFUSED.test(cause.code ?? '')) throw cause;
    throw new Unavailable('postgres', { cause });
  }
}

/**
 * Runs the work in a transaction on a connection of its own. Errors are mapped as by `mapPostgresErrors`; after `Unavailable` the
 * transaction may have been committed.
 */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await mapPostgresErrors(pool.connect());
  // A connection that dies fails the statement under way; without a listener it would also end the process.
  const ignore = () => undefined;
  client.on('error', ignore);
  let isBroken = true;
  try {
    await mapPostgresErrors(client.query('BEGIN'));
    const result = await mapPostgresErrors(work(client));
    await mapPostgresErrors(client.query('COMMIT'));
    isBroken = false;
    return result;
  } finally {
    client.removeListener('error', ignore);
    // Closing a broken connection rolls its transaction back.
    client.release(isBroken);
  }
}
