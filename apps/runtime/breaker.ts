import type { Logger } from '../../config/logger';
import { Unavailable } from '../../ports/unavailable';

const FAILURES_IN_A_ROW = 3;

interface BreakerOptions {
  readonly name: Unavailable['dependency'];
  /** How long an open breaker waits before the dependency is tried again. */
  readonly retryAfterMs: number;
  readonly logger: Logger;
  /**
   * A call that shows whether the dependency can answer. With it the breaker tries by itself, and no caller waits
   * for that; without it the first call after the time is the try.
   */
  readonly probe?: () => Promise<unknown>;
  /** Called when the dependency answers again. */
  readonly onClose?: () => void;
}

/**
 * Does the work, unless the breaker is open: then it throws `Unavailable` at once. Only `Unavailable` counts as a failure;
 * three of them in a row open the breaker, and an answer to a try closes it. Only one try runs at a time.
 */
export type Breaker = (<T>(work: () => Promise<T>) => Promise<T>) & { readonly isOpen: () => boolean };

/** Not closed: `open` until its time is over, then `half-open` until the next try, then `trying`. */
type State = 'closed' | 'open' | 'half-open' | 'trying';

/** Puts a breaker in front of a dependency. */
export function breaker({ name, retryAfterMs, logger, probe, onClose }: BreakerOptions): Breaker {
  let state: State = 'closed';
  let failures = 0;

  const open = (error: Unavailable) => {
    if (state === 'closed') logger.warn(`${name} does not answer and is left alone`, { error });
    state = 'open';
    setTimeout(() => {
      state = 'half-open';
      // A failure opens the breaker again.
      if (probe) attempt(probe).catch(() => undefined);
    }, retryAfterMs).unref();
  };
  const close = () => {
    state = 'closed';
    failures = 0;
    logger.info(`${name} answers again`);
    onClose?.();
  };
  const count = (error: unknown) => {
    if (!(error instanceof Unavailable) || state !== 'closed') return;
    failures += 1;
    if (failures >= FAILURES_IN_A_ROW) open(error);
  };

  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    state = 'trying';
    const answer = (async () => work())();
    // A refusal is an answer as well.
    await answer.then(close, (error: unknown) => (error instanceof Unavailable ? open(error) : close()));
    return answer;
  };
  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      const answer = await work();
      failures = 0;
      return answer;
    } catch (error) {
      count(error);
      throw error;
    }
  };
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    if (state === 'closed') return ask(work);
    if (state === 'half-open') return attempt(work);
    throw new Unavailable(name, { cause: new Error('it did not answer before, and is left alone for a while') });
  };
  return Object.assign(run, { isOpen: () => state !== 'closed' });
}
