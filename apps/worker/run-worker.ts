import { DefaultLogger, type LogLevel, NativeConnection, Worker } from '@temporalio/worker';
import type { Activities } from '../../activities';
import type { MaintenanceActivities } from '../../activities/maintenance';
import type { Config } from '../../config/config';
import type { Logger } from '../../config/logger';
import { temporalConnection } from '../runtime/compose';

interface RunWorkerOptions {
  readonly config: Config;
  readonly activities: Activities & MaintenanceActivities;
  /** The bundled workflow code. */
  readonly codePath: string;
  /** Aborting it stops the polling; activities in flight get the grace period to finish. */
  readonly signal: AbortSignal;
  /** Called with a ping that throws unless the worker runs and its server answers. */
  readonly onStarted: (ping: () => Promise<void>) => void;
}

/** Runs a worker until the signal aborts. Throws when the server cannot be reached or the worker breaks. */
export async function runWorker({ config, activities, codePath, signal, onStarted }: RunWorkerOptions): Promise<void> {
  const connection = await NativeConnection.connect({ ...temporalConnection(config), grpcCompression: { codec: 'none' } });
  try {
    const worker = await Worker.create({
      connection,
      namespace: config.TEMPORAL_NAMESPACE,
      taskQueue: config.TEMPORAL_TASK_QUEUE,
      workflowBundle: { codePath },
      activities,
      shutdownGraceTime: config.SHUTDOWN_GRACE_MS,
      // A healthy order is one task from the shared queue and nothing on the sticky queue, so most pollers belong to the shared one.
      // With the default of 0.2 new orders wait behind the empty polls of the sticky queue.
      nonStickyToStickyPollRatio: 0.8,
    });
    if (signal.aborted) return;
    signal.addEventListener('abort', () => worker.getState() === 'RUNNING' && worker.shutdown(), { once: true });
    onStarted(async () => {
      if (worker.getState() !== 'RUNNING') throw new Error(`the worker is ${worker.getState()}`);
      await connection.workflowService.getSystemInfo({});
    });
    await worker.run();
  } finally {
    await connection.close();
  }
}

const LEVELS: Record<LogLevel, string> = { TRACE: 'debug', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' };

/** Sends the logs of Temporal's runtime and of the workflows to the process's own logger, with their context as fields. */
export function bridgeToTemporal(logger: Logger): DefaultLogger {
  return new DefaultLogger('INFO', ({ level, message, meta }) => {
    logger.log(LEVELS[level], message, { component: 'temporal', ...meta });
  });
}
