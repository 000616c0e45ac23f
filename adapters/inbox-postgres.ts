import type { Pool, PoolClient } from 'pg';
import type { CountedEvent, Inbox } from '../apps/example-consumer/ports';
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
    return this.#inTransaction(async (client) => {
      const { rowCount } = await client.query(sql.REMEMBER, [event.id]);
      if (rowCount === 0) return 'duplicate';
      await client.query(sql.COUNT, countsOf(event));
      return 'taken';
    });
  }

  async #inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await answerOf(this.pool.connect());
    // A connection that dies fails the statement under way; without a listener it would also end the process.
    const ignore = () => undefined;
    client.on('error', ignore);
    let isBroken = true;
    try {
      await answerOf(client.query('BEGIN'));
      const result = await answerOf(work(client));
      await answerOf(client.query('COMMIT'));
      isBroken = false;
      return result;
    } finally {
      client.removeListener('error', ignore);
      // A connection that is closed takes its transaction with it.
      client.release(isBroken);
    }
  }
}

function countsOf(event: CountedEvent): unknown[] {
  const value = event.type === 'order.received.v1' ? event.value : '0';
  const count = (type: CountedEvent['type']) => (event.type === type ? 1 : 0);
  return [event.day, count('order.received.v1'), value, count('order.approved.v1'), count('order.canceled.v1')];
}
