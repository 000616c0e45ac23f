import type { Execution } from '../../domain/execution';
import { mergeReports, NOTHING_DONE, type ReconcileReport } from '../../domain/maintenance-reports';
import type { OrderFacts } from '../../domain/reconcile';
import type { EventLog, EventReader, StreamedEvents } from '../../ports/events';
import type { Reservations } from '../../ports/limits';
import type { Executions, OrderRows, Window } from '../../ports/maintenance';
import type { Spool } from '../../ports/spool';
import { mapConcurrent, withHeartbeat } from './concurrency';
import { repairOrder, type RepairPorts } from './repair';

export type ReconcilePorts = Omit<FactPorts & RepairPorts, 'log'> & { readonly log: EventLog & EventReader };

/** The most orders that are compared at once; all of them are in memory. */
const AT_MOST = 5_000;
/** How far the clocks of the API, the worker and the stream's brokers may be apart. */
const MAX_CLOCK_SKEW_MS = 60_000;

/** Compares and repairs the orders that were accepted or started in a window; answers `too-many` when the window has to be divided. */
export function createReconcileWindow(ports: ReconcilePorts) {
  return function reconcileWindow(window: Window, nowMs: number): Promise<ReconcileReport | 'too-many'> {
    return withHeartbeat(async () => {
      const started = await ports.executions.list({ kind: 'started', window }, AT_MOST + 1);
      const accepted = await ports.rows.acceptedOrSettledIn(window, AT_MOST + 1);
      const isDivisible = window.toMs - window.fromMs > 1;
      if (isDivisible && Math.max(started.length, accepted.length) > AT_MOST) return 'too-many';
      const orderIds = [...new Set([...accepted, ...(await withoutRow(ports, started, accepted))])];
      const streamSinceMs = window.fromMs - MAX_CLOCK_SKEW_MS;
      const facts = await gatherFacts(ports, { orderIds, completed: completedOnce(started), streamSinceMs });
      const did = await mapConcurrent(facts, (fact) => repairOrder(ports, fact, undefined, new Date(nowMs)));
      return did.reduce(mergeReports, NOTHING_DONE);
    });
  };
}

/** Compares and repairs the orders that are marked as stuck because their workflows broke off, whatever their age. */
export function createReconcileMarked(ports: ReconcilePorts) {
  return function reconcileMarked(nowMs: number): Promise<ReconcileReport> {
    return withHeartbeat(async () => {
      const unresolved = await ports.marks.unresolved(AT_MOST);
      const marks = new Map(unresolved.filter(({ cause }) => cause === 'WORKFLOW_ENDED').map((mark) => [mark.orderId, mark]));
      const facts = await gatherFacts(ports, { orderIds: [...marks.keys()], completed: new Map() });
      const did = await mapConcurrent(facts, (fact) => repairOrder(ports, fact, marks.get(fact.orderId), new Date(nowMs)));
      return did.reduce(mergeReports, NOTHING_DONE);
    });
  };
}

/** The orders started in the window that have no row. An order with a row belongs to the window of its acceptance. */
async function withoutRow({ rows }: ReconcilePorts, started: readonly Execution[], accepted: readonly string[]): Promise<string[]> {
  const here = new Set(accepted);
  const elsewhere = started.map(({ orderId }) => orderId).filter((orderId) => !here.has(orderId));
  const present = await rows.read(elsewhere);
  return elsewhere.filter((orderId) => !present.has(orderId));
}

/** The completed workflows that ran once. An order with several runs was reset, and a list does not show which run is the latest. */
function completedOnce(started: readonly Execution[]): Map<string, Execution> {
  const runs = new Map<string, number>();
  for (const { orderId } of started) runs.set(orderId, (runs.get(orderId) ?? 0) + 1);
  const once = started.filter(({ orderId, state }) => state === 'COMPLETED' && runs.get(orderId) === 1);
  return new Map(once.map((execution) => [execution.orderId, execution]));
}

interface FactPorts {
  readonly executions: Executions;
  readonly rows: OrderRows;
  readonly spool: Pick<Spool, 'find'>;
  readonly log: EventReader;
  readonly streamed: StreamedEvents;
  readonly reservations: Pick<Reservations, 'stateOf'>;
}

interface ToGather {
  readonly orderIds: readonly string[];
  /** Workflows that have completed, by order id. Their state is final, so they are not described again. */
  readonly completed: ReadonlyMap<string, Execution>;
  /** Where to begin reading the stream, in milliseconds since 1970; without it the stream is not read. */
  readonly streamSinceMs?: number;
}

/**
 * Gathers what every part knows of these orders. The workflows are described first and the stores are read afterwards, so that
 * everything which an ended workflow has written is included.
 */
async function gatherFacts(ports: FactPorts, { orderIds, completed, streamSinceMs }: ToGather): Promise<OrderFacts[]> {
  const described = await mapConcurrent(orderIds, (id) => completed.get(id) ?? ports.executions.find(id));
  const rows = await ports.rows.read(orderIds);
  const known = await mapConcurrent(orderIds, async (orderId, index) => {
    const row = rows.get(orderId);
    if (described[index] || !row || row.settlement) return { execution: described[index], isSpooled: false };
    if (await ports.spool.find(orderId)) return { execution: undefined, isSpooled: true };
    // The recover job may have started it between these two reads.
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
