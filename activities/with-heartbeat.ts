import { Context } from '@temporalio/activity';

const EVERY_MS = 5_000;

/**
 * Lets the server know, until the work is done, that its worker is alive; gives up when the activity is canceled. Whatever the
 * work calls is itself bounded in time.
 */
export async function withHeartbeat<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), EVERY_MS);
  try {
    return await Promise.race([work(), context.cancelled]);
  } finally {
    clearInterval(beat);
  }
}
