import { Client, Connection } from '@temporalio/client';
import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'pg';
import { mapConcurrent } from '../../activities/maintenance/concurrency';
import { MongoEvents, createMongoClient } from '../../adapters/mongo/event-log';
import { postgresUrl } from '../../adapters/postgres/connection';
import type { Config } from '../../config/config';
import { scaled } from '../machine-speed';
import { earliestOf, groupedBy, inPortions, reservationsOf, type Row, rowsOf, type Streamed, streamOf } from './read-stores';

/** What every part of the system says of one order, as text that can be compared to the byte. */
export interface OrderFacts {
  readonly id: string;
  readonly rows: readonly Pick<Row, 'status' | 'reason' | 'events'>[];
  /** Every execution that ever ran under its id, the latest first. */
  readonly executions: readonly Execution[];
  /** The state of its reservation, if there is one. */
  readonly reservation?: string;
  /** The event log, each event as JSON. */
  readonly log: readonly string[];
  /** The stream in the order of its records, repetitions included. */
  readonly stream: readonly Streamed[];
}

/** One execution of a workflow; those that follow from one start, by resets, have that one's `firstRunId`. */
export interface Execution {
  readonly status: string;
  /** As JSON; empty when there is none. */
  readonly result: string;
  readonly firstRunId: string;
}

/** Bounds of the checker's own: it asks for much, and is in no hurry. */
const ENDED_WITHIN_MS = 60_000;
const ANSWER_WITHIN_MS = 30_000;

/** Waits until the workflows of these orders have ended, a bounded time, and gathers what is known of them. */
export async function gatherFacts(config: Config, orderIds: readonly string[]): Promise<OrderFacts[]> {
  const timeoutMs = scaled(ANSWER_WITHIN_MS);
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const pool = new Pool({ connectionString: postgresUrl({ url: config.POSTGRES_URL, password: config.POSTGRES_PASSWORD }), query_timeout: timeoutMs });
  const mongo = createMongoClient({ url: config.MONGO_URL, timeoutMs });
  const events = new MongoEvents(mongo, { database: config.MONGO_DATABASE, timeoutMs });
  const kafka = new Kafka({ brokers: [...config.KAFKA_BROKERS], requestTimeout: timeoutMs, logLevel: logLevel.NOTHING });
  try {
    const results = await client.withDeadline(Date.now() + scaled(ENDED_WITHIN_MS), () => mapConcurrent(orderIds, (id) => resultOf(client, id)));
    const runs = await runsOf(client, orderIds);
    const [rows, reservations] = [await rowsOf(pool, orderIds), await reservationsOf(pool, orderIds)];
    const stream = await streamOf(kafka, orderIds, { topic: config.KAFKA_TOPIC, quietMs: timeoutMs, sinceMs: earliestOf(orderIds, rows) });
    return await mapConcurrent(orderIds, async (id, index) => {
      const reservation = reservations.get(id);
      return {
        id,
        rows: (rows.get(id) ?? []).map(({ status, reason, events: settled }) => ({ status, reason, events: settled })),
        executions: await executionsOf(client, id, runs.get(id) ?? [], results[index] ?? ''),
        ...(reservation !== undefined && { reservation }),
        log: (await events.read(id)).map((event) => JSON.stringify(event)),
        stream: stream.get(id) ?? [],
      };
    });
  } finally {
    await Promise.all([connection.close(), pool.end(), mongo.close()]);
  }
}

/** The result of a workflow once it has ended, as JSON; empty when it has none, or not in time. */
function resultOf(client: Client, id: string): Promise<string> {
  return client.workflow.getHandle(id).result().then((result) => JSON.stringify(result), () => '');
}

/** The ids of the runs that are listed under these ids. */
async function runsOf(client: Client, orderIds: readonly string[]): Promise<Map<string, string[]>> {
  const runs = await inPortions(orderIds, async (ids) => {
    const listed: { readonly workflowId: string; readonly runId: string }[] = [];
    for await (const run of client.workflow.list({ query: `WorkflowId IN (${ids.map((id) => `"${id}"`).join(', ')})` })) listed.push(run);
    return listed;
  });
  return new Map([...groupedBy(runs, ({ workflowId }) => workflowId)].map(([id, found]) => [id, found.map(({ runId }) => runId)]));
}

async function executionsOf(client: Client, id: string, runIds: readonly string[], result: string): Promise<Execution[]> {
  const latest = await client.workflow.getHandle(id).describe();
  const runs = [latest];
  for (const runId of runIds) {
    if (runId !== latest.runId) runs.push(await client.workflow.getHandle(id, runId).describe());
  }
  return runs.map(({ status, raw }, index) => ({
    status: status.name,
    result: index === 0 ? result : '',
    firstRunId: raw.workflowExecutionInfo?.firstRunId ?? '',
  }));
}
