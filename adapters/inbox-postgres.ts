import type { Pool } from 'pg';
import type { CountedEvent, Inbox } from '../apps/example-consumer/ports';
import { inTransaction } from './in-transaction';
import * as sql from './inbox-postgres-sql';
import { answerOf } from './postgres';

/** The example consumer's inbox and its effect, in one database: that is what lets one transaction have both. */
export class PostgresInbox implements Inbox {
  constructor(private readonly pool: Pool) {}

  async prepare(): Promise<void> {
    // Several statements in one query are one transaction.
    await answerOf(this.pool.query(sql.PREPARE));
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
