import { ConstantBackoff, handleAll, retry } from 'cockatiel';
import type { Logger } from '../config/logger';
import { whyOf } from './why-of';

const PAUSE_MS = 1000;

/**
 * Does a piece of preparation until it succeeds, trying again a second after each failure, and gives up only when
 * the signal aborts. The log hears of each new kind of failure and of the success, not of every try.
 */
export async function keepTrying(name: string, logger: Logger, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const policy = retry(handleAll, { maxAttempts: Number.POSITIVE_INFINITY, backoff: new ConstantBackoff(PAUSE_MS) });
  let failures = 0;
  let lastWhy: string | undefined;
  policy.onFailure(({ reason }) => {
    failures += 1;
    const why = 'error' in reason ? whyOf(reason.error) : undefined;
    if (why !== lastWhy) logger.warn(`${name} is not possible yet, trying on`, reason);
    lastWhy = why;
  });
  try {
    await policy.execute(async () => signal.aborted || work(), signal);
    if (failures > 0) logger.info(`${name} is done`, { failures });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
