/** That somebody wants the run to end: a signal for what can be ended, and a promise that rejects then for what is awaited. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly interrupted: Promise<never>;
}

const LOOK_EVERY_MS = 1_000;

/** Listens to signals, the first of each kind; the second one ends this process at once. Also, `make` may be gone without a word. */
export function interruption(): Interruption {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  if (process.env['MAKELEVEL'] !== undefined) {
    const { ppid: make } = process;
    setInterval(() => process.ppid !== make && stop.abort(), LOOK_EVERY_MS).unref();
  }
  const interrupted = new Promise<never>((_, reject) => stop.signal.addEventListener('abort', () => reject(new Error('interrupted'))));
  interrupted.catch(() => undefined);
  return { signal: stop.signal, interrupted };
}
