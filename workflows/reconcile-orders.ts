import { ActivityCancellationType, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { MaintenanceActivities } from '../activities/maintenance';
import { mergeReports, NOTHING_DONE, type Reconciled, type ReconcileReport, type ReconcileRequest } from '../domain/maintenance-reports';

type Steps = Pick<MaintenanceActivities, 'reconcileWindow' | 'reconcileMarked' | 'reconcileReservations'>;

// A run over thousands of orders takes minutes when many need repair. It is retried until every store answers. Meanwhile the
// schedule starts no second run; the next run begins where this one ends.
const { reconcileWindow, reconcileMarked, reconcileReservations } = proxyActivities<Steps>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/**
 * Compares the orders of a window, and all orders that are marked as broken off, and repairs them by their current settlements. Then
 * ends the orphaned reservations of orders that have ended or are gone. After an earlier run of the same schedule, the window begins
 * where the window of that run ended, so that an outage leaves no gap.
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
