import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { Reconciled, ReconcileRequest, RecoveredSpool } from '../../domain/maintenance-reports';
import { RECONCILE_ORDERS, RECOVER_SPOOL, WATCH_ORDERS } from '../../workflows/contract';
import type { System } from './system';

/** Does the work with a client of the system's Temporal server, past every proxy. */
export async function withTemporal<T>({ config }: System, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
  try {
    return await work(new Client({ connection, namespace: config.TEMPORAL_NAMESPACE }));
  } finally {
    await connection.close();
  }
}

/** Starts what is spooled, now, and says what that came to. */
export function recoverSpool(system: System): Promise<RecoveredSpool> {
  return run(system, RECOVER_SPOOL);
}

/** Looks for orders that do not go on, now. */
export async function watchOrders(system: System): Promise<void> {
  await run(system, WATCH_ORDERS);
}

/** Compares and repairs all orders accepted since then, those on their way too, and says what that came to. */
export function reconcile(system: System, since: Date): Promise<Reconciled> {
  const request: ReconcileRequest = { windowMs: Date.now() - since.getTime(), minAgeMs: 0 };
  return run(system, RECONCILE_ORDERS, request);
}

function run<T>(system: System, workflow: string, ...args: unknown[]): Promise<T> {
  const options = { workflowId: `${workflow}-${randomUUID()}`, taskQueue: system.config.TEMPORAL_TASK_QUEUE, args };
  return withTemporal(system, (client) => client.workflow.execute(workflow, options)) as Promise<T>;
}
