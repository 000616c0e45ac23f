import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Execution } from '../../domain/execution';
import type { Order } from '../../domain/order';
import { LIMIT, newOrder } from '../../test/contracts/sample-orders';
import { MemoryEvents } from '../../test/fakes/event-log';
import { MemoryStream, MemoryStreamReader } from '../../test/fakes/event-stream';
import { MemoryExecutions } from '../../test/fakes/executions';
import { MemoryLimits } from '../../test/fakes/limits';
import { MemoryOrders } from '../../test/fakes/orders';
import { MemorySpool } from '../../test/fakes/spool';
import { MemoryStuckMarks } from '../../test/fakes/stuck-marks';

export const ACCEPTED_AT = '2026-03-01T12:00:00.000Z';
export const CLOSED_AT = '2026-03-01T12:02:00.000Z';
export const NOW_MS = Date.parse('2026-03-01T12:10:00.000Z');
export const WINDOW = { fromMs: Date.parse('2026-03-01T11:30:00.000Z'), toMs: NOW_MS };

/** Everything that maintenance works on, in memory. */
export function maintenancePorts() {
  const orders = new MemoryOrders();
  const stream = new MemoryStream();
  const limits = new MemoryLimits({ perOrderLimit: LIMIT, windowMs: 86_400_000 });
  return {
    executions: new MemoryExecutions(),
    rows: orders.rows,
    orders,
    settlements: orders,
    spool: new MemorySpool(),
    log: new MemoryEvents(),
    stream,
    streamed: new MemoryStreamReader(stream),
    limits,
    reservations: limits,
    marks: new MemoryStuckMarks(),
    stuckAfterMs: 60_000,
  };
}

export type MaintenanceMemory = ReturnType<typeof maintenancePorts>;

export const orderAt = (acceptedAt = ACCEPTED_AT): Order => newOrder({ acceptedAt });

type State = Execution['state'];

/** Says how the workflow of an order is now. */
export function workflowIs({ executions }: MaintenanceMemory, order: Order, state: State, changes: Partial<Execution> = {}, runId = `run-${order.id}`): Execution {
  const execution = { orderId: order.id, runId, order, state, isHeld: false, closedAt: CLOSED_AT, ...changes } as Execution;
  executions.set(execution, order.acceptedAt);
  return execution;
}

/** Runs an activity as a worker would. */
export async function act<A extends unknown[], R>(activity: (...args: A) => Promise<R>, ...args: A): Promise<R> {
  const environment = new MockActivityEnvironment(undefined, { logger: new DefaultLogger('ERROR', () => undefined) });
  return environment.run(activity, ...args);
}
