import { Client, Connection } from '@temporalio/client';
import { Pool } from 'pg';
import { sideBySide } from '../../activities/side-by-side';
import { readTopic, type TopicRecord } from '../../adapters/contracts/read-topic';
import { MongoEvents } from '../../adapters/events-mongo';
import { openMongo } from '../../adapters/mongo';
import { postgresUrl } from '../../adapters/postgres';
import type { Config } from '../../config/config';

/** What every part of the system says of one order, as text that can be compared to the byte. */
export interface OrderFacts {
  readonly id: string;
  readonly rows: readonly { readonly status: string; readonly reason: string | null; readonly events: string }[];
  /** Every execution that ever ran under its id, the latest first. */
  readonly executions: readonly Execution[];
  /** The state of its reservation, if there is one. */
  readonly reservation?: string;
  /** The event log, each event as JSON. */
  readonly log: readonly string[];
  /** The stream in the order of its records, repetitions included, each event as JSON. */
  readonly stream: readonly { readonly id: string; readonly event: string }[];
}

/** One execution of a workflow; those that follow from one start, by resets, have that one's `firstRunId`. */
export interface Execution {
  readonly status: string;
  /** As JSON; empty when there is none. */
  readonly result: string;
  readonly firstRunId: string;
}

/** Waits until the workflows of these orders have ended, at most `timeoutMs`, and gathers what is known of them. */
export async function gatherFacts(config: Config, orderIds: readonly string[], timeoutMs = 60_000): Promise<OrderFacts[]> {
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const pool = new Pool({ connectionString: postgresUrl({ url: config.POSTGRES_URL, password: config.POSTGRES_PASSWORD }) });
  const mongo = openMongo({ url: config.MONGO_URL, timeoutMs: config.MONGO_TIMEOUT_MS });
  const events = new MongoEvents(mongo, { database: config.MONGO_DATABASE, timeoutMs: config.MONGO_TIMEOUT_MS });
  try {
    const results = await client.withDeadline(Date.now() + timeoutMs, () =>
      Promise.allSettled(orderIds.map((id) => client.workflow.getHandle(id).result())),
    );
    const runs = await runsOf(client, orderIds);
    const records = await readTopic(config.KAFKA_BROKERS, config.KAFKA_TOPIC);
    return await sideBySide(orderIds, async (id, index) => ({
      id,
      rows: await rowsOf(pool, id),
      executions: await executionsOf(client, id, runs.get(id) ?? [], results[index]),
      ...(await reservationOf(pool, id)),
      log: (await events.read(id)).map((event) => JSON.stringify(event)),
      stream: records.filter(({ key }) => key === id).map(streamed),
    }));
  } finally {
    await Promise.all([connection.close(), pool.end(), mongo.close()]);
  }
}

async function rowsOf(pool: Pool, id: string): Promise<OrderFacts['rows']> {
  const { rows } = await pool.query<OrderFacts['rows'][number]>(
    'SELECT status, reason, events::text FROM orders WHERE id = $1',
    [id],
  );
  return rows;
}

async function reservationOf(pool: Pool, id: string): Promise<Pick<OrderFacts, 'reservation'>> {
  const { rows } = await pool.query<{ state: string }>('SELECT state FROM ledger.limit_reservations WHERE order_id = $1', [id]);
  return rows[0] ? { reservation: rows[0].state } : {};
}

/** The runs that are listed under these ids, so many ids at a time. */
async function runsOf(client: Client, orderIds: readonly string[], atATime = 50): Promise<Map<string, string[]>> {
  const runs = new Map<string, string[]>();
  for (let from = 0; from < orderIds.length; from += atATime) {
    const ids = orderIds.slice(from, from + atATime).map((id) => `"${id}"`);
    for await (const { workflowId, runId } of client.workflow.list({ query: `WorkflowId IN (${ids.join(', ')})` })) {
      runs.set(workflowId, [...(runs.get(workflowId) ?? []), runId]);
    }
  }
  return runs;
}

async function executionsOf(
  client: Client,
  id: string,
  runIds: readonly string[],
  ended: PromiseSettledResult<unknown> | undefined,
): Promise<Execution[]> {
  const latest = await client.workflow.getHandle(id).describe();
  const runs = [latest];
  for (const runId of runIds) {
    if (runId !== latest.runId) runs.push(await client.workflow.getHandle(id, runId).describe());
  }
  const result = ended?.status === 'fulfilled' ? JSON.stringify(ended.value) : '';
  return runs.map(({ status, raw }, index) => ({
    status: status.name,
    result: index === 0 ? result : '',
    firstRunId: raw.workflowExecutionInfo?.firstRunId ?? '',
  }));
}

function streamed({ headers, value }: TopicRecord): OrderFacts['stream'][number] {
  const { ce_id: id = '', ce_type = '', ce_time: at, ce_sequence } = headers;
  const event = `{"sequence":${ce_sequence},"type":"${ce_type.replace(/\.v1$/, '')}","at":"${at}","data":${value}}`;
  return { id, event };
}
