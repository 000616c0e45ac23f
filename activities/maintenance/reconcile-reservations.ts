import { mergeReports, NOTHING_DONE, type ReconcileReport } from '../../domain/maintenance-reports';
import { planForOrphanedReservation } from '../../domain/reconcile';
import type { Limits, OpenReservation, Reservations } from '../../ports/limits';
import type { Executions, OrderRows } from '../../ports/maintenance';
import type { Spool } from '../../ports/spool';
import { endReservation } from '../reserve-limit';
import { mapConcurrent, withHeartbeat } from './concurrency';

export interface ReservationPorts {
  readonly executions: Pick<Executions, 'find'>;
  readonly rows: Pick<OrderRows, 'read'>;
  readonly spool: Pick<Spool, 'find'>;
  readonly reservations: Reservations;
  readonly limits: Pick<Limits, 'confirm' | 'release'>;
}

/** How many reservations are compared at once, and how many such pages in one run; the oldest come first. */
const PAGE = 500;
const MOST_PAGES = 20;

/**
 * Ends orphaned reservations: made before then (milliseconds since 1970), not ended since, and without a workflow that will end them.
 * A workflow exists before its reservation, so a workflow that is not found is gone. No other system may write to this ledger: its
 * orders would look gone.
 */
export function createReconcileReservations(ports: ReservationPorts) {
  return function reconcileReservations(beforeMs: number): Promise<ReconcileReport> {
    return withHeartbeat(async () => {
      let report = NOTHING_DONE;
      let last: OpenReservation | undefined;
      for (let pages = 0; pages < MOST_PAGES; pages += 1) {
        const page = await ports.reservations.openBefore(beforeMs, PAGE, last);
        report = mergeReports(report, await endOrphaned(ports, page));
        last = page.at(-1);
        if (page.length < PAGE) break;
      }
      return report;
    });
  };
}

async function endOrphaned(ports: ReservationPorts, page: readonly OpenReservation[]): Promise<ReconcileReport> {
  const ids = page.map(({ orderId }) => orderId);
  const executions = await mapConcurrent(ids, (id) => ports.executions.find(id));
  const rows = await ports.rows.read(ids);
  // Read after the workflows: what a workflow did before it ended is in it.
  const states = await ports.reservations.stateOf(ids);
  const ended = await mapConcurrent(page, async ({ orderId: id, userId, value }, index) => {
    const [execution, row] = [executions[index], rows.get(id)];
    if (states.get(id) !== 'reserved') return false;
    const isSpooled = !execution && !row && (await ports.spool.find(id)) !== undefined;
    const plan = planForOrphanedReservation({ execution, row, isSpooled });
    if (plan.kind === 'end') await endReservation(ports.limits, plan.order, plan.settlement);
    if (plan.kind === 'free') await ports.limits.release({ id, userId, value });
    return plan.kind !== 'leave';
  });
  const ledger = ended.filter(Boolean).length;
  return { ...NOTHING_DONE, looked: page.length, repaired: { ...NOTHING_DONE.repaired, ledger } };
}
