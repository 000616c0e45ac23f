import { createDetectStuckOrders, type DetectStuckOrdersPorts } from './detect-stuck-orders';
import { createReconcileMarked, createReconcileWindow, type ReconcilePorts } from './reconcile';
import { createReconcileReservations, type ReservationPorts } from './reconcile-reservations';
import { createRecoverSpool, type RecoverPorts } from './recover-spool';

/** What the maintenance activities work on. They look after all orders and not after one. */
type MaintenancePorts = RecoverPorts & DetectStuckOrdersPorts & ReconcilePorts & ReservationPorts;

export function createMaintenanceActivities(ports: MaintenancePorts) {
  // Histories name the activities by these keys.
  return {
    recoverSpool: createRecoverSpool(ports),
    watch: createDetectStuckOrders(ports),
    reconcileWindow: createReconcileWindow(ports),
    reconcileMarked: createReconcileMarked(ports),
    reconcileReservations: createReconcileReservations(ports),
  };
}

export type MaintenanceActivities = ReturnType<typeof createMaintenanceActivities>;
