import { NOTHING_DONE, type ReconcileReport, mergeReports } from '../../domain/maintenance-reports';
import { planForOrphanedReservation } from '../../domain/reconcile';
import type { Limits, OpenReservation, Reservations } from '../../ports/limits';
import type { OrderRows } from '../../ports/order-rows';
import type { SpoolLookup } from '../../ports/spool';
import type { Executions } from '../../ports/workflows';
import { endReservation } from '../reserve-limit';
import { mapConcurrent, withHeartbeat } from './concurrency';

export interface ReservationPorts {
  readonly executions: Pick<Executions, 'find'>;
  readonly rows: Pick<OrderRows, 'read'>;
  readonly spooled: SpoolLookup;
  readonly reservations: Reservations;
  readonly limits: Pick<Limits, 'confirm' | 'release'>;
}

/** How much is compared at once, and at most in one run; the oldest come first. */
const PAGE = 500;
const MOST_PAGES = 20;

/**
 * Ends what was reserved before then (milliseconds since 1970), has not been ended since, and will not be by anybody else. A
 * workflow that reserves is there before its reservation, so one that is not found is gone. This holds for a ledger that
 * no other system writes to: its orders would look gone.
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
  // What a workflow that has ended by then has done with it is seen.
  const states = await ports.reservations.stateOf(ids);
  const ended = await mapConcurrent(page, async ({ orderId: id, userId, value }, index) => {
    const [execution, row] = [executions[index], rows.get(id)];
    if (states.get(id) !== 'reserved') return false;
    const isSpooled = !execution && !row && (await ports.spooled.find(id)) !== undefined;
    const plan = planForOrphanedReservation({ execution, row, isSpooled });
    if (plan.kind === 'end') await endReservation(ports.limits, plan.order, plan.settlement);
    if (plan.kind === 'free') await ports.limits.release({ id, userId, value });
    return plan.kind !== 'leave';
  });
  const ledger = ended.filter(Boolean).length;
  return { ...NOTHING_DONE, looked: page.length, repaired: { ...NOTHING_DONE.repaired, ledger } };
}
