/** How much is asked at a time: enough to be quick, too little to be in the way of orders. */
const AT_A_TIME = 8;

/**
 * Does the work for each item, some at a time; answers in the order of the items. Throws what the first failure throws, and begins
 * nothing more then.
 */
export async function sideBySide<T, R>(items: readonly T[], work: (item: T, index: number) => R | Promise<R>): Promise<R[]> {
  const answers = new Array<R>(items.length);
  let next = 0;
  const lane = async () => {
    try {
      for (let index = next++; index < items.length; index = next++) answers[index] = await work(items[index] as T, index);
    } catch (error) {
      next = items.length;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  return answers;
}
