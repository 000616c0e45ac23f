import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../config/logger';
import { errorChain } from '../../domain/error-chain';
import { withDeadline } from '../../ports/unavailable';

/** A dependency that must answer before a process is ready. */
export interface Dependency {
  readonly name: string;
  /** Resolves when it answers; throws the reason when it does not. */
  ping(): Promise<void>;
}

const PING_TIMEOUT_MS = 1_000;

/** Pings all of them at once and names those that do not answer within a second. */
export async function unhealthy(dependencies: readonly Dependency[]): Promise<string[]> {
  const answers = await Promise.all(dependencies.map(async (dependency) => ((await isHealthy(dependency)) ? [] : [dependency.name])));
  return answers.flat();
}

async function isHealthy(dependency: Dependency): Promise<boolean> {
  try {
    await withDeadline(PING_TIMEOUT_MS, dependency.ping());
    return true;
  } catch {
    return false;
  }
}

interface Setup {
  /** What is done, for the log. */
  readonly name: string;
  readonly work: () => Promise<void>;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
}

/** Sets a dependency up in the background, however long that takes. Until it is done the dependency counts as down. */
export function withSetup(dependency: Dependency, { name: what, work, logger, stopping }: Setup): Dependency {
  let isDone = false;
  void retryForever(what, logger, stopping, async () => {
    await work();
    isDone = true;
  });
  return {
    name: dependency.name,
    async ping() {
      if (!isDone) throw new Error(`${what} is not done yet`);
      await dependency.ping();
    },
  };
}

const PAUSE_MS = 1000;

/**
 * Does the work until it succeeds, trying again a second after each failure, and stops only when
 * the signal aborts. It logs each new kind of failure and the success, but not every try.
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
