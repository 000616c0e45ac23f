import { v7 } from 'uuid';
import { TemporalSchedules } from '../../adapters/schedules-temporal';
import { TemporalWorkflows } from '../../adapters/workflows-temporal';
import { RECOVER_SCHEDULE } from '../../workflows/contract';
import { breaker } from '../breaker';
import { composeTemporal } from '../compose-temporal';
import type { ProcessContext } from '../run-process';
import { workflowsBehind } from './behind-breakers';

/** Opens the order workflows, behind their breakers. Temporal does not have to be there yet. */
export function composeWorkflows(context: ProcessContext) {
  const { config, logger } = context;
  const options = { ...composeTemporal(context), timeoutMs: config.TEMPORAL_TIMEOUT_MS };
  const temporal = new TemporalWorkflows(options);
  const schedules = new TemporalSchedules(options);

  const breakerOptions = { name: 'temporal', retryAfterMs: config.BREAKER_RETRY_MS, logger } as const;
  const starts = breaker({
    ...breakerOptions,
    // Unlike a ping, looking for an order that nobody has placed needs what a start needs.
    probe: () => temporal.find(v7()),
    // Its schedule runs it anyway, a little later.
    onClose: () => void schedules.trigger(RECOVER_SCHEDULE).catch((error: unknown) => logger.warn('recovery could not be asked for', { error })),
  });
  const lookUps = breaker(breakerOptions);
  return {
    workflows: workflowsBehind(starts, lookUps, temporal),
    breakers: { start: starts, find: lookUps },
    dependency: { name: 'temporal', ping: () => temporal.ping() },
  };
}
