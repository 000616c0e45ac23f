import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../../config/config';
import { PAYMENT_METHODS } from '../../domain/payment-methods';
import { createOwnSchema, type OwnSchema } from '../../test/contracts/postgres-schema';
import { migratePostgres, MIGRATIONS_FOLDER } from './migrate';

describe('migrating Postgres', () => {
  let schema: OwnSchema;
  const migrate = () => migratePostgres({ ...schema.owner, timeoutMs: 1_000 });
  const methods = () => schema.query('SELECT id, method, installments FROM payment_methods ORDER BY id');
  const run = async () => (await schema.query('SELECT name FROM migrations ORDER BY id')).map(({ name }) => name);

  beforeEach(async () => (schema = await createOwnSchema(loadConfig())));
  afterEach(() => schema.drop());

  it('runs each migration once and in order when four processes start at once on an empty schema', async () => {
    await Promise.all([migrate(), migrate(), migrate(), migrate()]);
    assert.ok(MIGRATIONS_FOLDER);
    assert.deepEqual(await run(), readdirSync(MIGRATIONS_FOLDER).sort().map((file) => path.parse(file).name));
    assert.deepEqual(await methods(), PAYMENT_METHODS);
  });

  it('changes nothing when it is repeated', async () => {
    await migrate();
    const versions = () => schema.query('SELECT xmin::text, * FROM payment_methods ORDER BY id');
    const [ran, rows] = [await run(), await versions()];
    await migrate();
    assert.deepEqual(await run(), ran);
    assert.deepEqual(await versions(), rows);
  });

  it("makes the payment methods the domain's again, whatever they had become", async () => {
    await migrate();
    await schema.query(`DELETE FROM payment_methods WHERE id = 3`);
    await schema.query(`UPDATE payment_methods SET id = 99 WHERE id = 1`);
    await schema.query(`UPDATE payment_methods SET method = 'pix' WHERE id = 15`);
    await migrate();
    assert.deepEqual(await methods(), PAYMENT_METHODS);
  });

  it('leaves the tables empty of orders and finds those of a user or client, open ones and those of a time by index', async () => {
    await migrate();
    assert.deepEqual(await schema.query('SELECT id FROM orders'), []);
    const indexes = await schema.query(`SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'orders'`);
    assert.deepEqual(indexes.map(({ indexname }) => indexname).sort(), ['orders_by_acceptance', 'orders_by_settlement', 'orders_in_flight', 'orders_of_client', 'orders_of_user', 'orders_open', 'orders_pkey']);
  });
});
