import type { Schedule } from '../../adapters/schedules-temporal';
import type { Config } from '../../config/config';
import * as contract from '../../workflows/contract';

/** What is run again and again, by whichever worker has the time. */
export function schedulesIn(config: Config): readonly Schedule[] {
  const window: contract.ReconcileRequest = { windowMs: config.RECONCILE_WINDOW_MS, minAgeMs: config.RECONCILE_MIN_AGE_MS };
  return [
    { id: contract.RECOVER_SCHEDULE, workflowType: contract.RECOVER_SPOOL, everyMs: config.RECOVER_EVERY_MS },
    { id: contract.WATCH_SCHEDULE, workflowType: contract.WATCH_ORDERS, everyMs: config.WATCH_EVERY_MS },
    { id: contract.RECONCILE_SCHEDULE, workflowType: contract.RECONCILE_ORDERS, everyMs: config.RECONCILE_EVERY_MS, args: [window] },
  ];
}
