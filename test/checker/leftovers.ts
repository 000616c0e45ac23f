import assert from 'node:assert/strict';
import { Client, Connection } from '@temporalio/client';
import { Pool } from 'pg';
import { postgresUrl } from '../../adapters/postgres';
import { openSpool } from '../../apps/compose-spool';
import type { Config } from '../../config/config';
import { Resources } from '../../config/resources';
import { PROCESS_ORDER } from '../../workflows/contract';
import { until } from '../until';

/** What lists say of a workflow follows it by a moment. */
const LISTED_WITHIN_MS = 10_000;

/** Throws unless every order that was ever accepted has ended, and none waits in the spool. */
export async function assertNothingLeft(config: Config): Promise<void> {
  assert.deepEqual(await openRows(config), [], 'orders that are still open in Postgres');
  await noOpenWorkflows(config);
  assert.deepEqual(await spooledNames(config), [], 'orders that are still spooled');
}

async function spooledNames(config: Config): Promise<string[]> {
  const resources = new Resources();
  try {
    return await openSpool({ config, resources }).names(1000);
  } finally {
    await resources.release(() => undefined);
  }
}

async function openRows(config: Config): Promise<string[]> {
  const pool = new Pool({ connectionString: postgresUrl({ url: config.POSTGRES_URL, password: config.POSTGRES_PASSWORD }) });
  try {
    const { rows } = await pool.query<{ id: string }>(`SELECT id FROM orders WHERE status = 'PROCESSING'`);
    return rows.map(({ id }) => id);
  } finally {
    await pool.end();
  }
}

async function noOpenWorkflows(config: Config): Promise<void> {
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const query = `WorkflowType = "${PROCESS_ORDER}" AND ExecutionStatus = "Running"`;
  try {
    await until('no workflow of an order is open', async () => (await client.workflow.count(query)).count === 0, LISTED_WITHIN_MS);
  } finally {
    await connection.close();
  }
}
