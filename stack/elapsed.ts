/** A function that tells the time since this call, such as `3.2 s` or `4 min 05 s`. */
export function stopwatch(): () => string {
  const start = performance.now();
  return () => duration(performance.now() - start);
}

/** A duration for people. */
function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
