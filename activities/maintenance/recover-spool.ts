import { cancellationSignal, log } from '@temporalio/activity';
import type { RecoveredSpool } from '../../domain/maintenance-reports';
import { isSameRequest, type Order } from '../../domain/order';
import type { Orders } from '../../ports/orders';
import type { SpooledOrders } from '../../ports/spool';
import { Unavailable } from '../../ports/unavailable';
import type { OrderWorkflows } from '../../ports/workflows';
import { mapConcurrent, withHeartbeat } from './concurrency';

export interface RecoverPorts {
  readonly spool: SpooledOrders;
  readonly workflows: Pick<OrderWorkflows, 'start'>;
  readonly orders: Pick<Orders, 'find'>;
}

/** The result of one batch, and whether the spool may hold more. */
export type RecoveredBatch = RecoveredSpool & { readonly isFull: boolean };

type End = { readonly kind: 'recovered' | 'gone' | 'left' } | { readonly kind: 'quarantined'; readonly why: string };

export const BATCH_SIZE = 200;

/** After so many starts that Temporal did not answer, the run takes it to be down and makes no more calls. */
const MOST_REFUSALS = 8;

/**
 * Starts the oldest of the spooled orders, except those to skip, and removes each started one from the spool. A fault of one order
 * does not keep the others from being started. When Temporal did not answer, this throws at the end, and leaves the rest to the
 * next run if Temporal seems to be down. Can be repeated, and run several times at once.
 */
export function createRecoverSpool(ports: RecoverPorts) {
  return function recoverSpool(skipped: readonly string[] = []): Promise<RecoveredBatch> {
    return withHeartbeat(() => recoverBatch(ports, skipped));
  };
}

async function recoverBatch(ports: RecoverPorts, skipped: readonly string[]): Promise<RecoveredBatch> {
  const signal = cancellationSignal();
  const spooled = await ports.spool.names(BATCH_SIZE + skipped.length);
  const names = spooled.filter((name) => !skipped.includes(name)).slice(0, BATCH_SIZE);
  const ends = new Map<string, End>();
  const refusals: Unavailable[] = [];
  await mapConcurrent(names, async (name) => {
    if (refusals.length >= MOST_REFUSALS || signal.aborted) return;
    try {
      ends.set(name, await recover(ports, name));
    } catch (error) {
      if (error instanceof Unavailable && error.dependency === 'temporal') refusals.push(error);
      else log.warn('a spooled order is left where it is', { name, error });
      ends.set(name, { kind: 'left' });
    }
  });
  signal.throwIfAborted();
  const [refusal] = refusals;
  if (refusal) throw refusal;
  return { ...countOf(ends), isFull: names.length === BATCH_SIZE };
}

function countOf(ends: ReadonlyMap<string, End>): RecoveredSpool {
  const all = [...ends];
  return {
    recovered: all.filter(([, { kind }]) => kind === 'recovered').length,
    setAside: all.flatMap(([name, end]) => (end.kind === 'quarantined' ? [{ name, why: end.why }] : [])),
    left: all.filter(([, { kind }]) => kind === 'left').map(([name]) => name),
  };
}

async function recover({ spool, workflows, orders }: RecoverPorts, name: string): Promise<End> {
  const quarantine = async (why: string): Promise<End> => {
    await spool.quarantine(name, why);
    log.warn('a spooled order was set aside', { name, why });
    return { kind: 'quarantined', why };
  };
  const found = await spool.read(name);
  // Another run has recovered it first.
  if (!found) return { kind: 'gone' };
  if ('corrupt' in found) return quarantine(found.corrupt);
  const { order } = found;
  const row = await rowOf(orders, order);
  if (row && !isSameRequest(row, order)) return quarantine('another order has been accepted under its id');
  // The API writes the row when it spools the order, so a row alone does not mean that the order has run. Its outcome does.
  if (!row || row.status === 'PROCESSING') {
    const started = await workflows.start(order);
    if (!isSameRequest(started, order)) return quarantine('another order has been started under its id');
  }
  await spool.remove(name);
  return { kind: 'recovered' };
}

/**
 * The order's row; `undefined` also when it cannot be read, because Temporal refuses a second start of a workflow. If the first one was
 * so long ago that Temporal has removed it, the order runs again and ends as before: settling answers with the current settlement.
 */
async function rowOf(orders: Pick<Orders, 'find'>, { id }: Order) {
  try {
    return await orders.find(id);
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}
