import { AssertionError } from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

const BETWEEN_LOOKS_MS = 20;

/**
 * Looks again and again until no assertion fails, and answers what was seen. Fails as the last look did when the time is
 * up, and also when a look takes so long that it succeeds too late.
 */
export async function eventually<T>(withinMs: number, look: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const elapsedMs = () => Math.round(performance.now() - start);
  for (;;) {
    try {
      const seen = await look();
      if (elapsedMs() <= withinMs) return seen;
    } catch (error) {
      if (!(error instanceof AssertionError) || elapsedMs() > withinMs) throw error;
    }
    if (elapsedMs() > withinMs) throw new AssertionError({ message: `came true only after ${elapsedMs()} ms, not within ${withinMs} ms` });
    await pause(BETWEEN_LOOKS_MS);
  }
}
