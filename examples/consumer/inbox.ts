import { Client, escapeIdentifier, type Pool } from 'pg';
import { inTransaction, mapPostgresErrors, postgresUrl } from '../../adapters/postgres/connection';
import type { MigrateOptions } from '../../adapters/postgres/migrate';
import * as sql from './inbox-sql';
import type { CountedEvent, Inbox } from './ports';

/**
 * The example consumer's inbox and its effect, in one database: that is what lets one transaction have both. Its tables belong to
 * their owner, who lets the pool's role work with them.
 */
export class PostgresInbox implements Inbox {
  constructor(
    private readonly pool: Pool,
    private readonly owner: MigrateOptions,
  ) {}

  async prepare(): Promise<void> {
    const { timeoutMs, grantTo } = this.owner;
    const grants = grantTo === undefined ? '' : sql.grantTo(escapeIdentifier(grantTo));
    const client = new Client({ connectionString: postgresUrl(this.owner), connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs });
    // A connection that dies fails the statement under way; without a listener it would also end the process.
    client.on('error', () => undefined);
    try {
      await mapPostgresErrors(client.connect());
      // Several statements in one query are one transaction.
      await mapPostgresErrors(client.query(sql.PREPARE + grants));
    } finally {
      await client.end();
    }
  }

  take(event: CountedEvent): Promise<'taken' | 'duplicate'> {
    return inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query(sql.REMEMBER, [event.id]);
      if (rowCount === 0) return 'duplicate';
      await client.query(sql.COUNT, countsOf(event));
      return 'taken';
    });
  }
}

function countsOf(event: CountedEvent): unknown[] {
  const value = event.type === 'order.received.v1' ? event.value : '0';
  const count = (type: CountedEvent['type']) => (event.type === type ? 1 : 0);
  return [event.day, count('order.received.v1'), value, count('order.approved.v1'), count('order.canceled.v1')];
}
