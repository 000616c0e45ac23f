import { availableParallelism } from 'node:os';

/** What the work below took on the machine that the tests' waits were chosen on. */
const USUAL_MS = 40;
const CORES_EXPECTED = 2;
const MOST = 8;
const ROUNDS = 7;

/** How many times longer than usual the tests wait. The test runner measures it; a file that is run by hand waits as usual. */
export const slowness = Number(process.env['TEST_SLOWNESS'] || 1);

/** A wait as it is written, made as long as this machine needs it. Not for bounds that the product itself promises. */
export function scaled(ms: number): number {
  return Math.round(ms * slowness);
}

/** Measures how slow this machine is now, from 1 (as usual) to 8: the time of a fixed piece of work, and the cores we may use. */
export function measureSlowness(): number {
  const times = Array.from({ length: ROUNDS }, timeOfWork).sort((a, b) => a - b);
  const perCore = (times[(ROUNDS - 1) / 2] ?? USUAL_MS) / USUAL_MS;
  const fewCores = Math.max(1, CORES_EXPECTED / availableParallelism());
  return Math.round(10 * Math.min(MOST, Math.max(1, perCore * fewCores))) / 10;
}

/** Texts, a map and JSON: what our processes do all day. */
function timeOfWork(): number {
  const began = performance.now();
  const counts = new Map<string, number>();
  for (let round = 0, state = 1; round < 400_000; round += 1) {
    state = (state * 48_271) % 2_147_483_647;
    const key = `key-${state % 5_000}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  JSON.parse(JSON.stringify([...counts]));
  return performance.now() - began;
}
