import pLimit from 'p-limit';

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
