import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { MaintenanceActivities } from '../activities/maintenance';
import type { RecoveredSpool } from '../domain/maintenance-reports';

// Not retried for long: its schedule starts the next run soon, but not while this one is still going on.
const { recoverSpool: recoverBatch } = proxyActivities<Pick<MaintenanceActivities, 'recoverSpool'>>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumAttempts: 3 },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/** The most batches a run takes, so that its history stays short. The next run takes the rest. */
const MOST_BATCHES = 50;

/** Starts every order that waits in the spool. */
export async function recoverSpool(): Promise<RecoveredSpool> {
  let total: RecoveredSpool = { recovered: 0, setAside: [], left: [] };
  for (let batches = 0; batches < MOST_BATCHES; batches += 1) {
    const { recovered, setAside, left, isFull } = await recoverBatch(total.left);
    total = {
      recovered: total.recovered + recovered,
      setAside: [...total.setAside, ...setAside],
      left: [...total.left, ...left],
    };
    if (!isFull) break;
  }
  return total;
}
