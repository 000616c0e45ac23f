import { scaled } from './machine-speed';

/** Resolves when the condition holds; throws, naming it, when it has not come true in time. A slow machine gets more time. */
export function until(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  return withinPromised(what, holds, scaled(timeoutMs));
}

/** The same for a time that the product promises: it is the same on every machine. */
export async function withinPromised(what: string, holds: () => boolean | Promise<boolean>, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`This did not come true within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
