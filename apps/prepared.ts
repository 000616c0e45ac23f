import type { Logger } from '../config/logger';
import { retryForever } from './keep-trying';
import type { Dependency } from './dependency';

interface Preparation {
  /** What is done, for the log. */
  readonly name: string;
  readonly work: () => Promise<void>;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
}

/** Prepares a dependency in the background, for as long as that takes; until it is done the dependency counts as down. */
export function withSetup(dependency: Dependency, { name: what, work, logger, stopping }: Preparation): Dependency {
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
