import { log as activityLog } from '@temporalio/activity';
import { isBrokenOff } from '../../domain/execution';
import { NOTHING_DONE, type ReconcileReport } from '../../domain/maintenance-reports';
import type { Order } from '../../domain/order';
import { type MissingIn, type OrderFacts, planFor } from '../../domain/reconcile';
import { publishedEvents, type Settlement } from '../../domain/settlement';
import type { Stuck } from '../../domain/stuck';
import type { EventLog, EventStream } from '../../ports/events';
import type { Limits } from '../../ports/limits';
import { type Orders, SettlementConflict, type Settlements } from '../../ports/orders';
import type { Resolution, StuckMarks } from '../../ports/stuck-orders';
import { Unavailable } from '../../ports/unavailable';
import { endReservation } from '../reserve-limit';

export interface RepairPorts {
  readonly settlements: Settlements;
  readonly orders: Pick<Orders, 'accept'>;
  readonly log: EventLog;
  readonly stream: EventStream;
  readonly limits: Pick<Limits, 'confirm' | 'release'>;
  readonly marks: StuckMarks;
}

/**
 * Compares and repairs one order, and reports what it did. Every write can be repeated, and changes nothing where a workflow that was
 * reset has written meanwhile.
 */
export async function repairOrder(ports: RepairPorts, facts: OrderFacts, mark: Stuck | undefined, at: Date): Promise<ReconcileReport> {
  try {
    return await repaired(ports, facts, mark, at);
  } catch (error) {
    if (error instanceof Unavailable || error instanceof SettlementConflict) throw error;
    // One order that a store refuses must not stop the run for the others.
    activityLog.error('an order cannot be repaired', { orderId: facts.orderId, error });
    return { ...NOTHING_DONE, looked: 1, reported: { total: 1, orders: [{ orderId: facts.orderId, what: 'REPAIR_REFUSED' }] } };
  }
}

async function repaired(ports: RepairPorts, facts: OrderFacts, mark: Stuck | undefined, at: Date): Promise<ReconcileReport> {
  const { orderId } = facts;
  const plan = planFor(facts);
  const did = { ...NOTHING_DONE, looked: 1 };
  switch (plan.kind) {
    case 'leave':
      return did;
    case 'accept':
      await ports.orders.accept(plan.order);
      return { ...did, repaired: { ...did.repaired, accepted: 1 } };
    case 'report':
      activityLog.warn('an order needs an operator', { orderId, what: plan.what });
      return { ...did, reported: { total: 1, orders: [{ orderId, what: plan.what }] } };
    case 'settle': {
      const current = await ports.settlements.settle(plan.order, plan.proposed);
      await publish(ports, plan.order, current, EVERYWHERE);
      await resolve(ports, facts, mark, 'SETTLED', at);
      return { ...did, repaired: { accepted: 0, settled: 1, logged: 1, streamed: 1, ledger: 1 } };
    }
    case 'publish': {
      const { log, stream, ledger } = plan.missingIn;
      await publish(ports, plan.order, plan.settlement, plan.missingIn);
      await resolve(ports, facts, mark, log || stream || ledger ? 'TOLD' : 'WHOLE', at);
      return { ...did, repaired: { ...did.repaired, logged: Number(log), streamed: Number(stream), ledger: Number(ledger) } };
    }
  }
}

const EVERYWHERE: MissingIn = { log: true, stream: true, ledger: true };

/** Publishes a settlement to the parts where it is missing. */
async function publish(ports: RepairPorts, order: Order, settlement: Settlement, { log, stream, ledger }: MissingIn): Promise<void> {
  const events = publishedEvents(settlement);
  if (ledger) await endReservation(ports.limits, order, settlement);
  if (log) await ports.log.append(order.id, events);
  if (stream) await ports.stream.publish(order.id, events);
}

/**
 * Resolves the mark of a repaired order. A run that broke off is resolved also when it has no mark yet, so that the next detection of
 * stuck orders does not mark it.
 */
async function resolve({ marks }: RepairPorts, { orderId, execution }: OrderFacts, mark: Stuck | undefined, resolution: Resolution, at: Date): Promise<void> {
  if (mark) await marks.resolve(mark, resolution, at);
  if (!execution || !isBrokenOff(execution) || execution.runId === mark?.runId) return;
  const { runId, state, closedAt } = execution;
  await marks.resolve({ orderId, runId, cause: 'WORKFLOW_ENDED', error: state, since: closedAt }, resolution, at);
}
