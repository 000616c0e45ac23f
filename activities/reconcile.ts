import type { Execution } from '../domain/execution';
import { NOTHING_DONE, together, type ReconcileReport } from '../domain/reconcile-report';
import { withHeartbeat } from './with-heartbeat';
import { carryOut, type RepairPorts } from './carry-out';
import { gatherFacts, type FactPorts } from './gather-facts';
import type { EventLog } from './ports';
import type { LoggedEvents, Window } from './reconcile-ports';
import { mapConcurrent } from './map-concurrent';

export type ReconcilePorts = Omit<FactPorts & RepairPorts, 'log'> & { readonly log: EventLog & LoggedEvents };

/** The most orders that are compared at once; they are held in memory. */
const AT_MOST = 5_000;
/** How far the clocks of those who accept, publish and keep the stream may be apart. */
const CLOCKS_APART_MS = 60_000;

/** Compares and repairs the orders that were accepted or started in a window; answers `too-many` when it holds too many for one go. */
export function createReconcileWindow(ports: ReconcilePorts) {
  return function reconcileWindow(window: Window, nowMs: number): Promise<ReconcileReport | 'too-many'> {
    return withHeartbeat(async () => {
      const started = await ports.executions.list({ kind: 'started', window }, AT_MOST + 1);
      const accepted = await ports.rows.acceptedOrSettledIn(window, AT_MOST + 1);
      const isDivisible = window.toMs - window.fromMs > 1;
      if (isDivisible && Math.max(started.length, accepted.length) > AT_MOST) return 'too-many';
      const orderIds = [...new Set([...accepted, ...(await withoutRow(ports, started, accepted))])];
      const streamSinceMs = window.fromMs - CLOCKS_APART_MS;
      const facts = await gatherFacts(ports, { orderIds, completed: completedOnce(started), streamSinceMs });
      const did = await mapConcurrent(facts, (fact) => carryOut(ports, fact, undefined, new Date(nowMs)));
      return did.reduce(together, NOTHING_DONE);
    });
  };
}

/** Compares and repairs the orders whose workflows broke off, as far as they are marked as stuck, whatever their age. */
export function createReconcileMarked(ports: ReconcilePorts) {
  return function reconcileMarked(nowMs: number): Promise<ReconcileReport> {
    return withHeartbeat(async () => {
      const current = await ports.marks.current(AT_MOST);
      const marks = new Map(current.filter(({ cause }) => cause === 'WORKFLOW_ENDED').map((mark) => [mark.orderId, mark]));
      const facts = await gatherFacts(ports, { orderIds: [...marks.keys()], completed: new Map() });
      const did = await mapConcurrent(facts, (fact) => carryOut(ports, fact, marks.get(fact.orderId), new Date(nowMs)));
      return did.reduce(together, NOTHING_DONE);
    });
  };
}

/** Started in the window and without a row. Those with a row belong to the window of their acceptance. */
async function withoutRow({ rows }: ReconcilePorts, started: readonly Execution[], accepted: readonly string[]): Promise<string[]> {
  const here = new Set(accepted);
  const elsewhere = started.map(({ orderId }) => orderId).filter((orderId) => !here.has(orderId));
  const present = await rows.read(elsewhere);
  return elsewhere.filter((orderId) => !present.has(orderId));
}

/** An order with several runs was reset: only asking shows which of them is the latest. */
function completedOnce(started: readonly Execution[]): Map<string, Execution> {
  const runs = new Map<string, number>();
  for (const { orderId } of started) runs.set(orderId, (runs.get(orderId) ?? 0) + 1);
  const once = started.filter(({ orderId, state }) => state === 'COMPLETED' && runs.get(orderId) === 1);
  return new Map(once.map((execution) => [execution.orderId, execution]));
}
