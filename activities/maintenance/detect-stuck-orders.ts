import { log } from '@temporalio/activity';
import type { Execution } from '../../domain/execution';
import { cutOffAt, detectStuck, type Stuck } from '../../domain/stuck';
import type { Orders } from '../../ports/orders';
import type { Executions, OrderRows } from '../../ports/maintenance';
import type { Spool } from '../../ports/spool';
import type { StuckMarks } from '../../ports/stuck-orders';
import { Unavailable } from '../../ports/unavailable';
import { mapConcurrent, withHeartbeat } from './concurrency';

export interface DetectStuckOrdersPorts {
  readonly executions: Executions;
  readonly rows: OrderRows;
  readonly orders: Pick<Orders, 'accept'>;
  readonly spool: Pick<Spool, 'find'>;
  readonly marks: StuckMarks;
  /** How long an order may be on its way without being held. */
  readonly stuckAfterMs: number;
}

/** The result of one run: how many orders it looked at, how many are stuck, got their missing row, and are no longer stuck. */
interface DetectedStuckOrders {
  readonly looked: number;
  readonly stuck: number;
  readonly accepted: number;
  readonly cleared: number;
}

/** How many orders of each kind one run looks at, so that it ends before the next one is due. */
const AT_MOST = 1_000;
/** The most workflows that broke off which one run lists. Most of these are repaired already, so listing many is cheap. */
const BROKEN_OFF_AT_MOST = 10_000;
const BROKEN_OFF_WITHIN_MS = 7 * 24 * 3_600_000;

/** Finds the orders that are stuck at this time, in milliseconds since 1970, and marks them. Can be repeated. */
export function createDetectStuckOrders(ports: DetectStuckOrdersPorts) {
  return function detectStuckOrders(nowMs: number): Promise<DetectedStuckOrders> {
    return withHeartbeat(() => detect(ports, nowMs));
  };
}

async function detect(ports: DetectStuckOrdersPorts, nowMs: number): Promise<DetectedStuckOrders> {
  const { marks, stuckAfterMs } = ports;
  const unresolved = await marks.unresolved(AT_MOST);
  const orderIds = await suspects(ports, nowMs, unresolved);
  const before = new Map(unresolved.map((mark) => [mark.orderId, mark]));
  const executions = await mapConcurrent(orderIds, (orderId) => ports.executions.find(orderId));
  const accepted = await writeMissingRows(ports, executions);
  const rows = await ports.rows.read(orderIds);
  const found = await mapConcurrent(orderIds, async (orderId, index) => {
    const [execution, row] = [executions[index], rows.get(orderId)];
    const isSpooled = !execution && row !== undefined && !row.settlement && (await isInSpool(ports.spool, orderId));
    // The spool cannot answer now, so the last finding stays.
    if (isSpooled === 'unknown') return before.get(orderId);
    return detectStuck({ orderId, execution, row, isSpooled, before: before.get(orderId) }, nowMs, stuckAfterMs);
  });
  const stuck = found.filter((mark) => mark !== undefined);
  const runs = new Set(stuck.map(runOf));
  const wrong = unresolved.filter((mark) => !runs.has(runOf(mark)));
  const seenAt = new Date(nowMs);
  await marks.mark(stuck, seenAt);
  await marks.clear(wrong, seenAt);
  return { looked: orderIds.length, stuck: stuck.length, accepted, cleared: wrong.length };
}

/** The orders to look at: marked ones, those open for too long by their rows or workflows, and those whose workflows broke off. */
async function suspects({ executions, rows, marks, stuckAfterMs }: DetectStuckOrdersPorts, nowMs: number, unresolved: readonly Stuck[]): Promise<string[]> {
  const startedBeforeMs = cutOffAt(nowMs, stuckAfterMs);
  const brokenOff = await executions.list({ kind: 'broken-off', sinceMs: nowMs - BROKEN_OFF_WITHIN_MS }, BROKEN_OFF_AT_MOST);
  const resolved = await marks.resolvedOf(brokenOff.map(({ runId }) => runId));
  const open = await executions.list({ kind: 'open', startedBeforeMs }, AT_MOST);
  const ids = [
    ...unresolved.map(({ orderId }) => orderId),
    ...(await rows.openBefore(startedBeforeMs, AT_MOST)),
    ...open.map(({ orderId }) => orderId),
    ...brokenOff.filter(({ runId }) => !resolved.has(runId)).slice(0, AT_MOST).map(({ orderId }) => orderId),
  ];
  return [...new Set(ids)];
}

/** An order that was accepted while Postgres was down has no row and is in no list. Holding and settling write the row themselves. */
async function writeMissingRows({ rows, orders }: DetectStuckOrdersPorts, executions: readonly (Execution | undefined)[]): Promise<number> {
  const unended = executions.filter((execution) => execution !== undefined).filter(({ state }) => state !== 'COMPLETED');
  const present = await rows.read(unended.map(({ orderId }) => orderId));
  const missing = unended.flatMap(({ orderId, order }) => (order && !present.has(orderId) ? [order] : []));
  const written = await mapConcurrent(missing, (order) =>
    orders.accept(order).then(() => 1, (error: unknown) => {
      if (error instanceof Unavailable) throw error;
      // One order that the table refuses must not stop the run for the others.
      log.error('the row of an order is refused', { orderId: order.id, error });
      return 0;
    }),
  );
  return written.reduce<number>((sum, one) => sum + one, 0);
}

async function isInSpool(spool: Pick<Spool, 'find'>, orderId: string): Promise<boolean | 'unknown'> {
  try {
    return (await spool.find(orderId)) !== undefined;
  } catch (error) {
    if (error instanceof Unavailable) return 'unknown';
    throw error;
  }
}

function runOf({ orderId, runId }: Stuck): string {
  return `${orderId} ${runId}`;
}
