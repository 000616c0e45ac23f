import type { IHeaders, Kafka, KafkaMessage } from 'kafkajs';
import type { Pool } from 'pg';
import { readWholeTopic } from '../../adapters/kafka/stream-reader';

/** A row of the table of orders. */
export interface Row {
  readonly id: string;
  readonly status: string;
  readonly reason: string | null;
  readonly events: string;
  readonly created_at: Date;
}

/** One record of the stream: the id of its event, and the event as JSON. */
export interface Streamed {
  readonly id: string;
  readonly event: string;
}

const IDS_AT_A_TIME = 50;
/** Clocks need not agree to the moment. */
const CLOCKS_DIFFER_MS = 10_000;

/** The rows of these orders, by id. */
export async function rowsOf(pool: Pool, orderIds: readonly string[]): Promise<Map<string, Row[]>> {
  const sql = 'SELECT id, status, reason, events::text, created_at FROM orders WHERE id = ANY ($1::uuid[])';
  const rows = await inPortions(orderIds, async (ids) => (await pool.query<Row>(sql, [ids])).rows);
  return groupedBy(rows, ({ id }) => id);
}

/** The states of their reservations, by the order's id. */
export async function reservationsOf(pool: Pool, orderIds: readonly string[]): Promise<Map<string, string>> {
  const sql = 'SELECT order_id, state FROM ledger.limit_reservations WHERE order_id = ANY ($1::uuid[])';
  const rows = await inPortions(orderIds, async (ids) => (await pool.query<{ order_id: string; state: string }>(sql, [ids])).rows);
  return new Map(rows.map(({ order_id, state }) => [order_id, state]));
}

/** Nothing was written about these orders before that time; unknown unless each of them has a row. */
export function earliestOf(orderIds: readonly string[], rows: ReadonlyMap<string, readonly Row[]>): number | undefined {
  if (!orderIds.every((id) => rows.has(id))) return undefined;
  const times = [...rows.values()].flat().map(({ created_at }) => created_at.getTime());
  return Math.min(...times) - CLOCKS_DIFFER_MS;
}

interface StreamOptions {
  readonly topic: string;
  readonly quietMs: number;
  /** Where to begin to read; at the beginning of the topic when it is not known. */
  readonly sinceMs: number | undefined;
}

/** The records of these orders, by the order's id. */
export async function streamOf(kafka: Kafka, orderIds: readonly string[], { topic, quietMs, sinceMs }: StreamOptions): Promise<Map<string, Streamed[]>> {
  const records = new Map(orderIds.map((id) => [id, [] as Streamed[]]));
  const visit = (_: number, { key, value, headers }: KafkaMessage) => void records.get(String(key))?.push(streamed(headers, value));
  await readWholeTopic(kafka, topic, quietMs, visit, sinceMs);
  return records;
}

function streamed(headers: IHeaders = {}, value: Buffer | null): Streamed {
  const text = (name: string) => String(headers[name]);
  const event = `{"sequence":${text('ce_sequence')},"type":"${text('ce_type').replace(/\.v1$/, '')}","at":"${text('ce_time')}","data":${String(value)}}`;
  return { id: text('ce_id'), event };
}

/** Asks for some ids at a time, and answers with all that was found. */
export async function inPortions<T>(ids: readonly string[], ask: (portion: readonly string[]) => Promise<readonly T[]>): Promise<T[]> {
  const answers: T[] = [];
  for (let from = 0; from < ids.length; from += IDS_AT_A_TIME) answers.push(...(await ask(ids.slice(from, from + IDS_AT_A_TIME))));
  return answers;
}

/** The items with one key together, in their order. */
export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
