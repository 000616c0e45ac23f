import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { MaintenanceActivities } from '../activities/maintenance';

// A look takes seconds, or minutes when there is much to see. It is retried until it succeeds: as long as it does not, its
// schedule starts no other.
const { watch } = proxyActivities<Pick<MaintenanceActivities, 'watch'>>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '15s' },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/** Looks once for orders that do not go on, and makes them visible. Answers with what it has seen, in numbers. */
export async function watchOrders(): ReturnType<MaintenanceActivities['watch']> {
  return watch(Date.now());
}
