import { Client, escapeIdentifier, type Pool } from 'pg';
import { inTransaction, mapPostgresErrors, postgresUrl } from '../../adapters/postgres/connection';
import type { MigrateOptions } from '../../adapters/postgres/migrate';
import type { CountedEvent, Inbox } from './consume-record';

/**
 * The example consumer's inbox and its counts in one database, so that one transaction writes both. The tables belong to
 * their owner, who grants the pool's role the rights that it needs.
 */
export class PostgresInbox implements Inbox {
  constructor(
    private readonly pool: Pool,
    private readonly owner: MigrateOptions,
  ) {}

  async prepare(): Promise<void> {
    const { timeoutMs, grantTo } = this.owner;
    const grants = grantTo === undefined ? '' : grantsTo(escapeIdentifier(grantTo));
    const client = new Client({ connectionString: postgresUrl(this.owner), connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs });
    // A connection that dies fails the statement under way; without a listener it would also end the process.
    client.on('error', () => undefined);
    try {
      await mapPostgresErrors(client.connect());
      // Several statements in one query are one transaction.
      await mapPostgresErrors(client.query(PREPARE + grants));
    } finally {
      await client.end();
    }
  }

  take(event: CountedEvent): Promise<'taken' | 'duplicate'> {
    return inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query(REMEMBER, [event.id]);
      if (rowCount === 0) return 'duplicate';
      await client.query(COUNT, countsOf(event));
      return 'taken';
    });
  }
}

function countsOf(event: CountedEvent): unknown[] {
  const value = event.type === 'order.received.v1' ? event.value : '0';
  const count = (type: CountedEvent['type']) => (event.type === type ? 1 : 0);
  return [event.day, count('order.received.v1'), value, count('order.approved.v1'), count('order.canceled.v1')];
}

/**
 * The consumer's tables, in a schema of their own: here the consumer shares a server with the orders, but it need not. Of several
 * consumers that start at once the lock lets one create the tables while the others wait.
 */
const PREPARE = `
  SELECT pg_advisory_xact_lock(hashtext('example_consumer'));

  CREATE SCHEMA IF NOT EXISTS example_consumer;

  -- Every event that was counted. Rows may be removed once they are older than any duplicate can be: the stream's
  -- retention, and the time in which a dead letter may be replayed.
  CREATE TABLE IF NOT EXISTS example_consumer.inbox (
    event_id text PRIMARY KEY,
    taken_at timestamptz NOT NULL DEFAULT now()
  );

  -- What happened on each day (UTC).
  CREATE TABLE IF NOT EXISTS example_consumer.days (
    day date PRIMARY KEY,
    received bigint NOT NULL,
    received_value numeric NOT NULL,
    approved bigint NOT NULL,
    canceled bigint NOT NULL
  );
`;

/** The rights that taking an event needs, for the role of that (escaped) name. */
const grantsTo = (role: string) => `
  GRANT USAGE ON SCHEMA example_consumer TO ${role};
  GRANT SELECT, INSERT ON example_consumer.inbox TO ${role};
  GRANT SELECT, INSERT, UPDATE ON example_consumer.days TO ${role};
`;

/** Adds no row when the event was taken before. Waits for another transaction that is writing the same event. */
const REMEMBER = `
  INSERT INTO example_consumer.inbox (event_id) VALUES ($1) ON CONFLICT (event_id) DO NOTHING`;

const COUNT = `
  INSERT INTO example_consumer.days AS held (day, received, received_value, approved, canceled)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (day) DO UPDATE SET
    received = held.received + excluded.received,
    received_value = held.received_value + excluded.received_value,
    approved = held.approved + excluded.approved,
    canceled = held.canceled + excluded.canceled`;
