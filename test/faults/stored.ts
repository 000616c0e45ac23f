import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { readTopic } from '../contracts/read-topic';
import { createMongoClient } from '../../adapters/mongo/event-log';
import { postgresUrl } from '../../adapters/postgres/connection';
import { migrationLogin } from '../../apps/runtime/compose';
import type { Config } from '../../config/config';
import { scaled } from '../machine-speed';
import type { System } from './system';
import { withTemporal } from './temporal';

const TABLES = `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`;

/**
 * All text, and bytes as text, that each part keeps: of these orders in Temporal and the event log, of whichever elsewhere. What is
 * written down anywhere is found in it.
 */
export async function whatIsStored(system: System, orderIds: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { config } = system;
  const records = await readTopic(config.KAFKA_BROKERS, config.KAFKA_TOPIC, scaled(30_000));
  return {
    Temporal: await inTemporal(system, orderIds),
    Postgres: await inPostgres(config),
    MongoDB: await inMongo(config, orderIds),
    Kafka: textIn(records),
    'the spool': inSpool(config),
  };
}

/** What the folder for spooled orders holds at this moment. */
export function inSpool({ SPOOL_FOLDER: folder }: Config): string {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => readFileSync(join(folder, name), 'utf8')).join('\n');
}

/** What Temporal keeps of these workflows: history, memo, search attributes, steps in trouble and their failures. */
export async function inTemporal(system: System, orderIds: readonly string[]): Promise<string> {
  return withTemporal(system, async ({ workflow }) => {
    const texts = orderIds.map(async (id) => {
      const handle = workflow.getHandle(id);
      return textIn([await handle.fetchHistory(), (await handle.describe()).raw]);
    });
    return (await Promise.all(texts)).join('\n');
  });
}

async function inPostgres(config: Config): Promise<string> {
  const pool = new Pool({ connectionString: postgresUrl(migrationLogin(config)) });
  try {
    const tables = await pool.query<{ name: string }>(TABLES);
    const texts = tables.rows.map(async ({ name }) => textIn([name, (await pool.query(`SELECT t::text FROM ${name} AS t`)).rows]));
    return (await Promise.all(texts)).join('\n');
  } finally {
    await pool.end();
  }
}

async function inMongo(config: Config, orderIds: readonly string[]): Promise<string> {
  const mongo = createMongoClient({ url: config.MONGO_URL, timeoutMs: scaled(30_000) });
  try {
    const events = mongo.db(config.MONGO_DATABASE).collection('events');
    // One by one: FerretDB reads the whole collection for a list.
    const found = await Promise.all(orderIds.map((id) => events.find({ order_id: id }).toArray()));
    return textIn(found.flat());
  } finally {
    await mongo.close();
  }
}

/** Names and values, however deep. */
function textIn(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value).map(([name, member]) => `${name} ${textIn(member)}`).join('\n');
}
