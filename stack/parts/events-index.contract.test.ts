import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { Client } from 'pg';
import { scaled } from '../../test/machine-speed';
import { until } from '../../test/until';
import { localPasswords } from '../environment';
import { outside, slotFrom } from '../outside';

const DOCUMENTS = 5_000;
const AT_A_TIME = 1_000;
/** Postgres thinks about a plan for any values when a statement has been executed five times. */
const ORDERS = 20;

describe('The events of one order in the local MongoDB', function () {
  this.timeout(60_000);

  const { ports } = slotFrom(outside());
  const mongo = new MongoClient(`mongodb://127.0.0.1:${ports.mongo}/`, { serverSelectionTimeoutMS: scaled(10_000) });
  const postgres = new Client({ host: '127.0.0.1', port: ports.eventsPostgres, user: 'postgres', password: localPasswords.superuser, database: 'events' });
  const database = `contract_${randomUUID().replaceAll('-', '')}`;
  const events = mongo.db(database).collection<{ _id: string; order_id: string }>('events');

  before(() => postgres.connect());
  after(async () => {
    await mongo.db(database).dropDatabase();
    await Promise.all([mongo.close(), postgres.end()]);
  });

  /** How often an index was used, and how many documents were read without one. */
  async function reads(): Promise<{ byIndex: number; without: number }> {
    const sql = `SELECT idx_scan, seq_tup_read FROM pg_stat_user_tables WHERE schemaname = $1 AND relname LIKE 'events\\_%'`;
    const { rows: [row] } = await postgres.query<{ idx_scan: string; seq_tup_read: string }>(sql, [database]);
    return { byIndex: Number(row?.idx_scan), without: Number(row?.seq_tup_read) };
  }

  async function find(orders: number): Promise<void> {
    for (let order = 0; order < orders; order += 1) await events.find({ order_id: String(order) }).toArray();
  }

  it('are found by an index, without reading those of all others', async () => {
    await events.insertOne({ _id: 'first:1', order_id: 'first' });
    // A plan for any values, made while there is little to read, must not be kept.
    await find(ORDERS);
    for (let first = 0; first < DOCUMENTS; first += AT_A_TIME) {
      await events.insertMany(Array.from({ length: AT_A_TIME }, (_, index) => ({ _id: `${first + index}:1`, order_id: String(first + index) })));
    }
    const before = await reads();
    // Postgres counts with a delay, and not at all while nothing happens.
    await until('the index is used', async () => {
      await find(ORDERS);
      return (await reads()).byIndex >= before.byIndex + ORDERS;
    });
    assert.ok((await reads()).without - before.without < DOCUMENTS);
  });
});
