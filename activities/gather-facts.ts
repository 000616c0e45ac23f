import type { Execution } from '../domain/execution';
import type { OrderFacts } from '../domain/reconcile';
import type { Reservations } from './limits-port';
import type { Executions, LoggedEvents, OrderRows, SpoolLookup, StreamedEvents } from './reconcile-ports';
import { mapConcurrent } from './map-concurrent';

export interface FactPorts {
  readonly executions: Executions;
  readonly rows: OrderRows;
  readonly spooled: SpoolLookup;
  readonly log: LoggedEvents;
  readonly streamed: StreamedEvents;
  readonly reservations: Pick<Reservations, 'stateOf'>;
}

export interface ToGather {
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
export async function gatherFacts(ports: FactPorts, { orderIds, completed, streamSinceMs }: ToGather): Promise<OrderFacts[]> {
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
