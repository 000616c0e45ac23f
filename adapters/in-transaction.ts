import type { Pool, PoolClient } from 'pg';
import { mapPostgresErrors } from './postgres';

/**
 * Runs the work in a transaction of its own connection. What is not an answer becomes `Unavailable`; after one, the transaction
 * may have been committed.
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
    // A connection that is closed takes its transaction with it.
    client.release(isBroken);
  }
}
