import { cancellationSignal, log } from '@temporalio/activity';
import type { RecoveredSpool } from '../../domain/maintenance-reports';
import { isSameRequest, type Order } from '../../domain/order';
import type { OrderLookup } from '../../ports/order-rows';
import type { SpooledOrders } from '../../ports/spool';
import { Unavailable } from '../../ports/unavailable';
import type { WorkflowStarts } from '../../ports/workflows';
import { mapConcurrent, withHeartbeat } from './concurrency';

export interface RecoverPorts {
  readonly spool: SpooledOrders;
  readonly starts: WorkflowStarts;
  readonly orders: OrderLookup;
}

/** What one look into the spool came to, and whether there may be more than it looked at. */
export type RecoveredBatch = RecoveredSpool & { readonly isFull: boolean };

type End = { readonly kind: 'recovered' | 'gone' | 'left' } | { readonly kind: 'quarantined'; readonly why: string };

export const BATCH_SIZE = 200;

/** With so many starts that Temporal did not answer it is taken to be down, and is left alone. */
const MOST_REFUSALS = 8;

/**
 * Starts the oldest of the spooled orders but for those to pass over, and takes away each one that is started. What is wrong
 * with one order is no matter for the others; but when Temporal did not answer, this throws in the end, and leaves the rest to
 * the next time if it seems to be down. Can be repeated, and run several times at once.
 */
export function createRecoverSpool(ports: RecoverPorts) {
  return function recoverSpool(passOver: readonly string[] = []): Promise<RecoveredBatch> {
    return withHeartbeat(() => recoverBatch(ports, passOver));
  };
}

async function recoverBatch(ports: RecoverPorts, passOver: readonly string[]): Promise<RecoveredBatch> {
  const signal = cancellationSignal();
  const spooled = await ports.spool.names(BATCH_SIZE + passOver.length);
  const names = spooled.filter((name) => !passOver.includes(name)).slice(0, BATCH_SIZE);
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

async function recover({ spool, starts, orders }: RecoverPorts, name: string): Promise<End> {
  const quarantine = async (why: string): Promise<End> => {
    await spool.quarantine(name, why);
    log.warn('a spooled order was set aside', { name, why });
    return { kind: 'quarantined', why };
  };
  const found = await spool.read(name);
  // Another run was faster.
  if (!found) return { kind: 'gone' };
  if ('corrupt' in found) return quarantine(found.corrupt);
  const { order } = found;
  const row = await rowOf(orders, order);
  if (row && !isSameRequest(row, order)) return quarantine('another order has been accepted under its id');
  // The API writes the row of an order when it spools it: a row tells that an order has run only by its end.
  if (!row || row.status === 'PROCESSING') {
    const started = await starts.start(order);
    if (!isSameRequest(started, order)) return quarantine('another order has been started under its id');
  }
  await spool.remove(name);
  return { kind: 'recovered' };
}

/**
 * The order's row; `undefined` also when it cannot be read, because a start is refused when there is a workflow already. Should that
 * be so long ago that Temporal has forgotten it, the order runs again and ends as it has ended: settling answers with the current settlement.
 */
async function rowOf(orders: OrderLookup, { id }: Order) {
  try {
    return await orders.find(id);
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}
