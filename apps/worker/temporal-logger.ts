import { DefaultLogger, type LogLevel } from '@temporalio/worker';
import type { Logger } from '../../config/logger';

const LEVELS: Record<LogLevel, string> = { TRACE: 'debug', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' };

/** Sends what Temporal's runtime and the workflows log to the process's own logger, with their context as fields. */
export function bridgeToTemporal(logger: Logger): DefaultLogger {
  return new DefaultLogger('INFO', ({ level, message, meta }) => {
    logger.log(LEVELS[level], message, { component: 'temporal', ...meta });
  });
}
