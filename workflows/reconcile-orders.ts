import { ActivityCancellationType, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { MaintenanceActivities } from '../activities/maintenance';
import { mergeReports, NOTHING_DONE, type Reconciled, type ReconcileReport, type ReconcileRequest } from '../domain/maintenance-reports';

type Steps = Pick<MaintenanceActivities, 'reconcileWindow' | 'reconcileMarked' | 'reconcileReservations'>;

// Thousands of orders in one go take minutes when much is to be repaired. Retried until every part can be asked: as long as
// one cannot, its schedule starts no other, and the next one goes on where this one ends.
const { reconcileWindow, reconcileMarked, reconcileReservations } = proxyActivities<Steps>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/**
 * Compares the orders of a window, and all that are marked as broken off, and repairs them by their current settlements; ends the
 * orphaned reservations of orders that are over or gone. When its schedule has run it before, the window begins where that one ended:
 * every order is compared when it was accepted or has ended by then, and an outage leaves no gap.
 */
export async function reconcileOrders({ windowMs, minAgeMs }: ReconcileRequest): Promise<Reconciled> {
  const nowMs = Date.now();
  const last = workflowInfo().lastResult as Reconciled | undefined;
  const fromMs = last?.toMs ?? nowMs - windowMs;
  const toMs = Math.max(fromMs, nowMs - minAgeMs);
  let report: ReconcileReport = NOTHING_DONE;
  const windows = toMs > fromMs ? [{ fromMs, toMs }] : [];
  for (let window = windows.pop(); window; window = windows.pop()) {
    const did = await reconcileWindow(window, nowMs);
    const middleMs = Math.floor((window.fromMs + window.toMs) / 2);
    if (did !== 'too-many') report = mergeReports(report, did);
    else windows.push({ ...window, fromMs: middleMs }, { ...window, toMs: middleMs });
  }
  report = mergeReports(report, await reconcileMarked(nowMs));
  report = mergeReports(report, await reconcileReservations(nowMs - minAgeMs));
  return { fromMs, toMs, ...report };
}
