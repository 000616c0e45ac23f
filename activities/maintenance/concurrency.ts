import { Context } from '@temporalio/activity';
import pLimit from 'p-limit';

const HEARTBEAT_EVERY_MS = 5_000;

/**
 * Does the work, and sends heartbeats to the server until it is done. Stops waiting when the activity is canceled; the calls of the
 * work are themselves bounded in time.
 */
export async function withHeartbeat<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT_EVERY_MS);
  try {
    return await Promise.race([work(), context.cancelled]);
  } finally {
    clearInterval(heartbeat);
  }
}

/** How many calls run at a time: enough to be quick, and few enough not to slow down orders. */
const CONCURRENCY = 8;

/**
 * Does the work for each item, some items at a time; answers in the order of the items. Throws the first failure, and starts
 * no further item after it.
 */
export async function mapConcurrent<T, R>(items: readonly T[], work: (item: T, index: number) => R | Promise<R>): Promise<R[]> {
  let failure: { readonly error: unknown } | undefined;
  return pLimit(CONCURRENCY).map(items, async (item, index) => {
    if (failure) throw failure.error;
    try {
      return await work(item, index);
    } catch (error) {
      failure ??= { error };
      throw error;
    }
  });
}
