import { once, setMaxListeners } from 'node:events';
import { type Config, loadConfig } from '../../config/config';
import { createProcessLogger, type Logger } from '../../config/logger';
import { Resources } from '../../config/resources';
import { errorChain } from '../../domain/error-chain';

/** What a process is composed with. */
export interface ProcessContext {
  readonly config: Config;
  readonly logger: Logger;
  /** Everything that has to be closed is pushed here, and released in reverse when the process stops. */
  readonly resources: Resources;
  /** Aborts when the process is asked to stop. */
  readonly stopping: AbortSignal;
}

/** How long releasing may take after the grace period before the process exits anyway. */
const RELEASE_MS = 5_000;

/**
 * Runs a process: composes it, waits for SIGTERM or SIGINT, releases everything and exits with 0. Exits with 1, after
 * one line in the log, when it cannot be composed. Further signals change nothing, because Ctrl-C often arrives twice: directly and
 * through the parent process.
 */
export async function runProcess(name: string, compose: (context: ProcessContext) => Promise<void>): Promise<never> {
  const logger = createProcessLogger(name, 'info');
  const resources = new Resources();
  const stop = new AbortController();
  // Each request that waits for an outcome adds a listener.
  setMaxListeners(0, stop.signal);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
  let exitCode = 0;
  try {
    const config = loadConfig();
    logger.level = config.LOG_LEVEL;
    await compose({ config, logger, resources, stopping: stop.signal });
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
    logger.info('stopping');
    setTimeout(() => process.exit(1), config.SHUTDOWN_GRACE_MS + RELEASE_MS).unref();
  } catch (error) {
    exitCode = 1;
    logger.error(`cannot start: ${errorChain(error)}`);
  }
  await resources.release((resource, error) => logger.warn(`${resource} could not be released`, { error }));
  return process.exit(exitCode);
}
