import { Context } from '@temporalio/activity';
import pLimit from 'p-limit';

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

/** How much is asked at a time: enough to be quick, too little to be in the way of orders. */
const AT_A_TIME = 8;

/**
 * Does the work for each item, some at a time; answers in the order of the items. Throws what the first failure throws, and begins
 * nothing more then.
 */
export async function mapConcurrent<T, R>(items: readonly T[], work: (item: T, index: number) => R | Promise<R>): Promise<R[]> {
  let failure: { readonly error: unknown } | undefined;
  return pLimit(AT_A_TIME).map(items, async (item, index) => {
    if (failure) throw failure.error;
    try {
      return await work(item, index);
    } catch (error) {
      failure ??= { error };
      throw error;
    }
  });
}
