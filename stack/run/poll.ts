import { setTimeout as delay } from 'node:timers/promises';

const betweenLooksMs = 50;

/** Looks again and again until the condition holds; false when it does not within the time. */
export async function becomesTrue(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await delay(betweenLooksMs);
  }
  return true;
}
