import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { MaintenanceActivities } from '../activities/maintenance';

// One run takes seconds, or minutes when there are many orders to look at. It is retried until it succeeds; the schedule starts no
// second run meanwhile.
const { watch } = proxyActivities<Pick<MaintenanceActivities, 'watch'>>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '15s' },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/** Detects and marks stuck orders once; returns the counts. */
export async function watchOrders(): ReturnType<MaintenanceActivities['watch']> {
  return watch(Date.now());
}
