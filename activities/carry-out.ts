import { log as activityLog } from '@temporalio/activity';
import { isBrokenOff } from '../domain/execution';
import { planFor, type OrderFacts } from '../domain/reconcile';
import { NOTHING_DONE, type ReconcileReport } from '../domain/reconcile-report';
import { eventsToTell, type Settlement } from '../domain/settlement';
import type { Stuck } from '../domain/stuck';
import type { EventLog, EventStream, Settlements } from './ports';
import type { Acceptances, Resolution, StuckMarks } from './reconcile-ports';

export interface RepairPorts {
  readonly settlements: Settlements;
  readonly acceptances: Acceptances;
  readonly log: EventLog;
  readonly stream: EventStream;
  readonly marks: StuckMarks;
}

/**
 * Does what is to be done about one order, and says what that was. Every write can be repeated, and gives way to what a
 * workflow that came to life again has written meanwhile.
 */
export async function carryOut(ports: RepairPorts, facts: OrderFacts, mark: Stuck | undefined, at: Date): Promise<ReconcileReport> {
  const { orderId } = facts;
  const plan = planFor(facts);
  const did = { ...NOTHING_DONE, looked: 1 };
  switch (plan.kind) {
    case 'leave':
      return did;
    case 'accept':
      await ports.acceptances.accept(plan.order);
      return { ...did, repaired: { ...did.repaired, accepted: 1 } };
    case 'report':
      activityLog.warn('an order needs an operator', { orderId, what: plan.what });
      return { ...did, reported: { total: 1, orders: [{ orderId, what: plan.what }] } };
    case 'settle': {
      const stands = await ports.settlements.settle(plan.order, plan.proposed);
      await tell(ports, orderId, { settlement: stands, log: true, stream: true });
      await resolve(ports, facts, mark, 'SETTLED', at);
      return { ...did, repaired: { accepted: 0, settled: 1, logged: 1, streamed: 1 } };
    }
    case 'tell':
      await tell(ports, orderId, plan);
      await resolve(ports, facts, mark, plan.log || plan.stream ? 'TOLD' : 'WHOLE', at);
      return { ...did, repaired: { ...did.repaired, logged: Number(plan.log), streamed: Number(plan.stream) } };
  }
}

/** Tells what follows from a settlement. THE LEDGER GOES HERE: confirm or release by the outcome that stands. */
async function tell(ports: RepairPorts, orderId: string, what: { settlement: Settlement; log: boolean; stream: boolean }): Promise<void> {
  const events = eventsToTell(what.settlement);
  if (what.log) await ports.log.append(orderId, events);
  if (what.stream) await ports.stream.publish(orderId, events);
}

/** A run that broke off leaves a note even when the watch has not seen it: it will, and then there is nothing left to mark. */
async function resolve({ marks }: RepairPorts, { orderId, execution }: OrderFacts, mark: Stuck | undefined, resolution: Resolution, at: Date): Promise<void> {
  if (mark) await marks.resolve(mark, resolution, at);
  if (!execution || !isBrokenOff(execution) || execution.runId === mark?.runId) return;
  const { runId, state, closedAt } = execution;
  await marks.resolve({ orderId, runId, cause: 'WORKFLOW_ENDED', error: state, since: closedAt }, resolution, at);
}
