import { existsSync } from 'node:fs';
import path from 'node:path';
import { runner } from 'node-pg-migrate';
import { Client, escapeIdentifier } from 'pg';
import { PAYMENT_METHODS } from '../../domain/payment-methods';
import { mapPostgresErrors, type PostgresOptions, postgresUrl } from './connection';

export interface MigrateOptions extends Pick<PostgresOptions, 'url' | 'password' | 'timeoutMs'> {
  /** The role that our processes work with, when it is not the one that migrates and owns the tables. */
  readonly grantTo?: string;
}

/** The folder of the numbered `.sql` files, at the top of the source tree. Seen from `dist/` it is one level higher. */
export const MIGRATIONS_FOLDER = ['../../migrations', '../../../migrations']
  .map((folder) => path.resolve(__dirname, folder))
  .find((folder) => existsSync(folder));

/** Longest single statement, and longest wait for another process that migrates. */
const STATEMENT_TIMEOUT_MS = 120_000;

/**
 * Brings the database up to this version: runs the missing migrations, in order, in one transaction, makes
 * `payment_methods` equal to the domain's list, and grants the rights of `grantTo`. Changes nothing when there is nothing to do. Of
 * several processes one works and the others wait. Needs a session of its own (no transaction pooler in between). Throws
 * `Unavailable` when Postgres cannot be reached.
 */
export async function migratePostgres(options: MigrateOptions): Promise<void> {
  const client = new Client({
    connectionString: postgresUrl(options),
    connectionTimeoutMillis: options.timeoutMs,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'migrate',
  });
  // A connection that dies fails the statement under way; without a listener it would also end the process.
  client.on('error', () => undefined);
  try {
    await mapPostgresErrors(client.connect());
    await mapPostgresErrors(runMigrations(client));
    await mapPostgresErrors(seedPaymentMethods(client));
    if (options.grantTo !== undefined) await mapPostgresErrors(grantRights(client, options.grantTo));
  } finally {
    await client.end();
  }
}

async function runMigrations(client: Client): Promise<void> {
  if (MIGRATIONS_FOLDER === undefined) throw new Error('the folder migrations/ is missing');
  // The table of migrations goes beside the others: into the schema in which this role works, which need not be `public`.
  const { rows } = await client.query<{ schema: string }>('SELECT current_schema() AS schema');
  await runner({
    dbClient: client,
    dir: MIGRATIONS_FOLDER,
    direction: 'up',
    schema: rows.map(({ schema }) => schema),
    migrationsTable: 'migrations',
    singleTransaction: true,
    advisoryLockMode: 'wait',
    log: () => undefined,
  });
}

async function seedPaymentMethods(client: Client): Promise<void> {
  const offered = [
    PAYMENT_METHODS.map(({ id }) => id),
    PAYMENT_METHODS.map(({ method }) => method),
    PAYMENT_METHODS.map(({ installments }) => installments),
  ];
  const list = 'unnest($1::int[], $2::text[], $3::int[]) AS offered (id, method, installments)';
  await client.query('BEGIN');
  await client.query(
    `DELETE FROM payment_methods AS held
     WHERE (id, method, installments) NOT IN (SELECT offered.id, offered.method, offered.installments FROM ${list})`,
    offered,
  );
  await client.query(`INSERT INTO payment_methods SELECT * FROM ${list} ON CONFLICT DO NOTHING`, offered);
  await client.query('COMMIT');
}

/** What our processes may do with each table. Anything else is refused: other tables, TRUNCATE, and changes of a definition. */
const RIGHTS = {
  orders: 'SELECT, INSERT, UPDATE, DELETE',
  stuck_orders: 'SELECT, INSERT, UPDATE, DELETE',
  user_answers: 'SELECT, INSERT, UPDATE',
  'ledger.limits': 'SELECT, INSERT, UPDATE',
  'ledger.limit_reservations': 'SELECT, INSERT, UPDATE, DELETE',
} as const;

/** Grants the role exactly these rights, in the client's schema and in the ledger, in one transaction. Repeating it changes nothing. */
export async function grantRights(client: Client, role: string): Promise<void> {
  const { rows } = await client.query<{ schema: string }>('SELECT current_schema() AS schema');
  const schemas = [...rows.map(({ schema }) => escapeIdentifier(schema)), 'ledger'].join(', ');
  const to = escapeIdentifier(role);
  const grants = Object.entries(RIGHTS).map(([table, rights]) => `GRANT ${rights} ON ${table} TO ${to};`);
  // Several statements in one query are one transaction. The lock: Postgres fails when two transactions change a table's rights at once.
  await client.query(`
    SELECT pg_advisory_xact_lock(hashtext('grant rights'));
    GRANT USAGE ON SCHEMA ${schemas} TO ${to};
    REVOKE ALL ON ALL TABLES IN SCHEMA ${schemas} FROM ${to};
    ${grants.join('\n')}`);
}
