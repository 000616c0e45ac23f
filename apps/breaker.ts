import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleType } from 'cockatiel';
import { Unavailable } from '../activities/ports';
import type { Logger } from '../config/logger';

const FAILURES_IN_A_ROW = 3;

interface BreakerOptions {
  readonly name: Unavailable['dependency'];
  /** How long the dependency is left alone before it is tried again. */
  readonly retryAfterMs: number;
  readonly logger: Logger;
  /**
   * A call that shows whether the dependency can answer. With it the breaker tries by itself, and no caller has to wait
   * for that; without it the first call after the time is the try.
   */
  readonly probe?: () => Promise<unknown>;
  /** Told when the dependency answers again. */
  readonly onClose?: () => void;
}

/**
 * Does the work, unless the breaker is open: then it throws `Unavailable` at once. Only `Unavailable` counts as a failure;
 * three of them in a row open the breaker, and an answer to a try closes it. There is one try at a time.
 */
export type Breaker = (<T>(work: () => Promise<T>) => Promise<T>) & { readonly isOpen: () => boolean };

/** Puts a breaker in front of a dependency. */
export function breaker({ name, retryAfterMs, logger, probe, onClose }: BreakerOptions): Breaker {
  const policy = circuitBreaker(handleType(Unavailable), {
    breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW),
    // When it is tried is decided here: the policy's own clock is the machine's, which may be set back.
    halfOpenAfter: Number.NEGATIVE_INFINITY,
  });
  let isDown = false;
  let isLeftAlone = false;
  let timer: NodeJS.Timeout | undefined;

  const isOpen = () => policy.state !== CircuitState.Closed;
  const turnsAway = () => isOpen() && (isLeftAlone || policy.state === CircuitState.HalfOpen);
  const retry = () => {
    isLeftAlone = false;
    // A failure opens the breaker anew.
    if (probe && isOpen()) policy.execute(probe).catch(() => undefined);
  };
  policy.onBreak((reason) => {
    if (!isDown) logger.warn(`${name} does not answer and is left alone`, reason);
    isDown = true;
    isLeftAlone = true;
    clearTimeout(timer);
    timer = setTimeout(retry, retryAfterMs).unref();
  });
  policy.onReset(() => {
    isDown = false;
    logger.info(`${name} answers again`);
    onClose?.();
  });

  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    if (turnsAway()) throw new Unavailable(name, { cause: new Error('it did not answer before, and is left alone for a while') });
    return policy.execute(work);
  };
  return Object.assign(run, { isOpen });
}
