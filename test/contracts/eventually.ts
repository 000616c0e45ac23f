import { setTimeout } from 'node:timers/promises';

/** Repeats the work, as Temporal would, until it succeeds; throws its last error when it has not for so long. */
export async function eventually<T>(work: () => Promise<T>, withinMs = 10_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await setTimeout(50);
    }
  }
}
