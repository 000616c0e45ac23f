import type { Execution } from '../../domain/execution';
import { NOTHING_DONE, type ReconcileReport, mergeReports } from '../../domain/maintenance-reports';
import type { OrderFacts } from '../../domain/reconcile';
import type { EventLog, LoggedEvents, StreamedEvents } from '../../ports/events';
import type { Reservations } from '../../ports/limits';
import type { OrderRows } from '../../ports/order-rows';
import type { SpoolLookup } from '../../ports/spool';
import type { Executions, Window } from '../../ports/workflows';
import { mapConcurrent, withHeartbeat } from './concurrency';
import { repairOrder, type RepairPorts } from './repair';

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
      const did = await mapConcurrent(facts, (fact) => repairOrder(ports, fact, undefined, new Date(nowMs)));
      return did.reduce(mergeReports, NOTHING_DONE);
    });
  };
}

/** Compares and repairs the orders whose workflows broke off, as far as they are marked as stuck, whatever their age. */
export function createReconcileMarked(ports: ReconcilePorts) {
  return function reconcileMarked(nowMs: number): Promise<ReconcileReport> {
    return withHeartbeat(async () => {
      const current = await ports.marks.unresolved(AT_MOST);
      const marks = new Map(current.filter(({ cause }) => cause === 'WORKFLOW_ENDED').map((mark) => [mark.orderId, mark]));
      const facts = await gatherFacts(ports, { orderIds: [...marks.keys()], completed: new Map() });
      const did = await mapConcurrent(facts, (fact) => repairOrder(ports, fact, marks.get(fact.orderId), new Date(nowMs)));
      return did.reduce(mergeReports, NOTHING_DONE);
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

interface FactPorts {
  readonly executions: Executions;
  readonly rows: OrderRows;
  readonly spooled: SpoolLookup;
  readonly log: LoggedEvents;
  readonly streamed: StreamedEvents;
  readonly reservations: Pick<Reservations, 'stateOf'>;
}

interface ToGather {
  readonly orderIds: readonly string[];
  /** Workflows that have completed, by order id: there is no need to ask about these again. */
  readonly completed: ReadonlyMap<string, Execution>;
  /** The stream is read from here on, in milliseconds since 1970; without it, not at all. */
  readonly streamSinceMs?: number;
}

/**
 * Gathers what every part knows of these orders. First how their workflows are, and only then what they have written: of a
 * workflow that had ended by then all of it is seen.
 */
async function gatherFacts(ports: FactPorts, { orderIds, completed, streamSinceMs }: ToGather): Promise<OrderFacts[]> {
  const described = await mapConcurrent(orderIds, (id) => completed.get(id) ?? ports.executions.find(id));
  const rows = await ports.rows.read(orderIds);
  const known = await mapConcurrent(orderIds, async (orderId, index) => {
    const row = rows.get(orderId);
    if (described[index] || !row || row.settlement) return { execution: described[index], isSpooled: false };
    if (await ports.spooled.find(orderId)) return { execution: undefined, isSpooled: true };
    // It may have been started from the spool between the two questions.
    return { execution: await ports.executions.find(orderId), isSpooled: false };
  });
  const isOver = (index: number) => known[index]?.execution?.state !== 'RUNNING';
  const log = await mapConcurrent(orderIds, async (orderId, index) => (isOver(index) ? ports.log.read(orderId) : []));
  const over = new Set(orderIds.filter((_, index) => isOver(index)));
  const reservations = await ports.reservations.stateOf([...over]);
  const streamed = streamSinceMs === undefined ? undefined : await ports.streamed.read(over, streamSinceMs);
  return orderIds.map((orderId, index) => {
    const reservation = reservations.get(orderId);
    return {
      orderId,
      execution: known[index]?.execution,
      row: rows.get(orderId),
      isSpooled: known[index]?.isSpooled ?? false,
      log: log[index] ?? [],
      ...(reservation && { reservation }),
      ...(streamed && { stream: streamed.get(orderId) ?? [] }),
    };
  });
}
