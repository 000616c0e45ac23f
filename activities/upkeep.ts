import { createReconcileMarked, createReconcileWindow, type ReconcilePorts } from './reconcile';
import { createReconcileReservations, type ReservationPorts } from './reconcile-reservations';
import { createRecoverSpool, type RecoverPorts } from './recover-spool';
import { createWatch, type WatchPorts } from './watch';

/** What the activities work on that look after all orders, and not after one. */
export type UpkeepPorts = RecoverPorts & WatchPorts & ReconcilePorts & ReservationPorts;

export function createUpkeepActivities(ports: UpkeepPorts) {
  return {
    recoverSpool: createRecoverSpool(ports),
    watch: createWatch(ports),
    reconcileWindow: createReconcileWindow(ports),
    reconcileMarked: createReconcileMarked(ports),
    reconcileReservations: createReconcileReservations(ports),
  };
}

export type UpkeepActivities = ReturnType<typeof createUpkeepActivities>;
