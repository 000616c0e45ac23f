import { log } from '@temporalio/activity';
import type { Execution } from '../../domain/execution';
import { cutOffAt, type Stuck, detectStuck } from '../../domain/stuck';
import type { Acceptances, OrderRows } from '../../ports/order-rows';
import type { SpoolLookup } from '../../ports/spool';
import type { StuckMarks } from '../../ports/stuck-orders';
import { Unavailable } from '../../ports/unavailable';
import type { Executions } from '../../ports/workflows';
import { mapConcurrent, withHeartbeat } from './concurrency';

export interface DetectStuckOrdersPorts {
  readonly executions: Executions;
  readonly rows: OrderRows;
  readonly acceptances: Acceptances;
  readonly spooled: SpoolLookup;
  readonly marks: StuckMarks;
  /** How long an order may be on its way without being held. */
  readonly stuckAfterMs: number;
}

/** What one run has found: how many orders it looked at, are stuck, were without a row, and are stuck no longer. */
interface DetectedStuckOrders {
  readonly looked: number;
  readonly stuck: number;
  readonly accepted: number;
  readonly cleared: number;
}

/** How much of each kind is looked at in one run, so that a run is over before the next one is due. */
const AT_MOST = 1_000;
/** Of workflows that broke off most are repaired already, and cost no more than their place on the list. */
const BROKEN_OFF_AT_MOST = 10_000;
const BROKEN_OFF_WITHIN_MS = 7 * 24 * 3_600_000;

/** Looks for orders that do not go on at this time, in milliseconds since 1970, and marks them. Can be repeated. */
export function createDetectStuckOrders(ports: DetectStuckOrdersPorts) {
  return function detectStuckOrders(nowMs: number): Promise<DetectedStuckOrders> {
    return withHeartbeat(() => detect(ports, nowMs));
  };
}

async function detect(ports: DetectStuckOrdersPorts, nowMs: number): Promise<DetectedStuckOrders> {
  const { marks, stuckAfterMs } = ports;
  const current = await marks.unresolved(AT_MOST);
  const orderIds = await suspects(ports, nowMs, current);
  const before = new Map(current.map((mark) => [mark.orderId, mark]));
  const executions = await mapConcurrent(orderIds, (orderId) => ports.executions.find(orderId));
  const accepted = await writeMissingRows(ports, executions);
  const rows = await ports.rows.read(orderIds);
  const found = await mapConcurrent(orderIds, async (orderId, index) => {
    const [execution, row] = [executions[index], rows.get(orderId)];
    const isSpooled = !execution && row !== undefined && !row.settlement && (await isInSpool(ports.spooled, orderId));
    // Nobody can say now: what was found before stays.
    if (isSpooled === 'unknown') return before.get(orderId);
    return detectStuck({ orderId, execution, row, isSpooled, before: before.get(orderId) }, nowMs, stuckAfterMs);
  });
  const stuck = found.filter((mark) => mark !== undefined);
  const runs = new Set(stuck.map(runOf));
  const wrong = current.filter((mark) => !runs.has(runOf(mark)));
  const seenAt = new Date(nowMs);
  await marks.mark(stuck, seenAt);
  await marks.clear(wrong, seenAt);
  return { looked: orderIds.length, stuck: stuck.length, accepted, cleared: wrong.length };
}

/** The orders to look at: those marked, open for too long by the rows or by the workflows, or broken off. */
async function suspects({ executions, rows, marks, stuckAfterMs }: DetectStuckOrdersPorts, nowMs: number, current: readonly Stuck[]): Promise<string[]> {
  const startedBeforeMs = cutOffAt(nowMs, stuckAfterMs);
  const brokenOff = await executions.list({ kind: 'broken-off', sinceMs: nowMs - BROKEN_OFF_WITHIN_MS }, BROKEN_OFF_AT_MOST);
  const resolved = await marks.resolvedOf(brokenOff.map(({ runId }) => runId));
  const open = await executions.list({ kind: 'open', startedBeforeMs }, AT_MOST);
  const ids = [
    ...current.map(({ orderId }) => orderId),
    ...(await rows.openBefore(startedBeforeMs, AT_MOST)),
    ...open.map(({ orderId }) => orderId),
    ...brokenOff.filter(({ runId }) => !resolved.has(runId)).slice(0, AT_MOST).map(({ orderId }) => orderId),
  ];
  return [...new Set(ids)];
}

/** An order that was accepted while Postgres was down has no row, and cannot be listed. What is held or settled writes its own. */
async function writeMissingRows({ rows, acceptances }: DetectStuckOrdersPorts, executions: readonly (Execution | undefined)[]): Promise<number> {
  const unended = executions.filter((execution) => execution !== undefined).filter(({ state }) => state !== 'COMPLETED');
  const present = await rows.read(unended.map(({ orderId }) => orderId));
  const missing = unended.flatMap(({ orderId, order }) => (order && !present.has(orderId) ? [order] : []));
  const written = await mapConcurrent(missing, (order) =>
    acceptances.accept(order).then(() => 1, (error: unknown) => {
      if (error instanceof Unavailable) throw error;
      // One order that the table refuses must not keep the others from being looked at.
      log.error('the row of an order is refused', { orderId: order.id, error });
      return 0;
    }),
  );
  return written.reduce<number>((sum, one) => sum + one, 0);
}

async function isInSpool(spooled: SpoolLookup, orderId: string): Promise<boolean | 'unknown'> {
  try {
    return (await spooled.find(orderId)) !== undefined;
  } catch (error) {
    if (error instanceof Unavailable) return 'unknown';
    throw error;
  }
}

function runOf({ orderId, runId }: Stuck): string {
  return `${orderId} ${runId}`;
}
