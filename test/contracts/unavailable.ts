import assert from 'node:assert/strict';
import { Unavailable } from '../../ports/unavailable';

/** The call throws `Unavailable` for this dependency, and in time. */
export async function assertUnavailable(
  dependency: Unavailable['dependency'],
  call: () => Promise<unknown>,
  withinMs = Number.POSITIVE_INFINITY,
): Promise<void> {
  const startedAt = performance.now();
  await assert.rejects(call, (error) => error instanceof Unavailable && error.dependency === dependency);
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs <= withinMs, `it took ${Math.round(tookMs)} ms, more than ${withinMs} ms`);
}
