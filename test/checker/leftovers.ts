import assert from 'node:assert/strict';
import { Client, Connection } from '@temporalio/client';
import { Pool } from 'pg';
import { postgresUrl } from '../../adapters/postgres/connection';
import { createSpool } from '../../apps/runtime/compose';
import type { Config } from '../../config/config';
import { Resources } from '../../config/resources';
import { PROCESS_ORDER } from '../../workflows/contract';
import { until } from '../until';

/** What lists say of a workflow follows it by a moment. */
const LISTED_WITHIN_MS = 10_000;

/** What one test has left is its failure, and not that of all that come after it. */
const complainedOf = new Set<string>();

/** Throws unless every order that was ever accepted has ended, and nothing is left spooled or reserved; complains of each thing once. */
export async function assertNothingLeft(config: Config): Promise<void> {
  let left: string[] = [];
  const isNothingLeft = async () => {
    const found = (await Promise.all([openRows(config), openWorkflows(config), spooledNames(config)])).flat();
    left = found.filter((thing) => !complainedOf.has(thing));
    return left.length === 0;
  };
  await until('nothing is left', isNothingLeft, LISTED_WITHIN_MS).catch((error: unknown) => {
    if (left.length === 0) throw error;
    left.forEach((thing) => complainedOf.add(thing));
    assert.deepEqual(left, [], 'what is left open, spooled or reserved');
  });
}

/** Rows of orders that are open, and reservations that nobody has ended. */
const OPEN_ROWS = `
  SELECT 'row ' || id AS thing FROM orders WHERE status = 'PROCESSING'
  UNION ALL SELECT 'reservation of ' || order_id FROM ledger.limit_reservations WHERE state = 'reserved'`;

async function openRows(config: Config): Promise<string[]> {
  const pool = new Pool({ connectionString: postgresUrl({ url: config.POSTGRES_URL, password: config.POSTGRES_PASSWORD }) });
  try {
    const { rows } = await pool.query<{ thing: string }>(OPEN_ROWS);
    return rows.map(({ thing }) => thing);
  } finally {
    await pool.end();
  }
}

async function openWorkflows(config: Config): Promise<string[]> {
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const query = `WorkflowType = "${PROCESS_ORDER}" AND TaskQueue = "${config.TEMPORAL_TASK_QUEUE}" AND ExecutionStatus = "Running"`;
  const open: string[] = [];
  try {
    for await (const { workflowId } of client.workflow.list({ query })) open.push(`workflow ${workflowId}`);
    return open;
  } finally {
    await connection.close();
  }
}

async function spooledNames(config: Config): Promise<string[]> {
  const resources = new Resources();
  try {
    return (await createSpool({ config, resources }).names(1000)).map((name) => `spooled ${name}`);
  } finally {
    await resources.release(() => undefined);
  }
}
