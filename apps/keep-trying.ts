import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../config/logger';
import { errorChain } from '../domain/error-chain';

const PAUSE_MS = 1000;

/**
 * Does a piece of setup until it succeeds, trying again a second after each failure, and gives up only when
 * the signal aborts. The log hears of each new kind of failure and of the success, not of every try.
 */
export async function retryForever(name: string, logger: Logger, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  let failures = 0;
  let lastWhy: string | undefined;
  while (!signal.aborted) {
    try {
      await work();
      if (failures > 0) logger.info(`${name} is done`, { failures });
      return;
    } catch (error) {
      failures += 1;
      const why = errorChain(error);
      if (why !== lastWhy) logger.warn(`${name} is not possible yet, trying on`, { error });
      lastWhy = why;
      // Rejects when the signal aborts.
      await pause(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
