import assert from 'node:assert/strict';
import { Client, DatabaseError } from 'pg';
import { loadConfig } from '../../config/config';
import { createOwnSchema, type OwnSchema } from '../../test/contracts/postgres-schema';
import { APPROVED, newOrder, settlementOf } from '../../test/contracts/sample-orders';
import { createPostgresPool } from './connection';
import { grantRights, migratePostgres } from './migrate';
import { PostgresOrders } from './orders';

const NOT_ALLOWED = '42501';

/** The contract suites run as this role as well: what the adapters need it may do. */
describe('the role that our processes have in Postgres', () => {
  let schema: OwnSchema;
  let role: string;
  const migrate = () => migratePostgres({ ...schema.owner, timeoutMs: 2_000 });

  before(async () => {
    schema = await createOwnSchema(loadConfig());
    role = schema.owner.grantTo ?? assert.fail('POSTGRES_MIGRATION_URL is not set: one role does everything');
    await migrate();
  });
  after(() => schema.drop());

  it('owns nothing, is in no other role, and has no power beyond its rights', async () => {
    const [powers] = await schema.queryAsProcess('SELECT * FROM pg_roles WHERE rolname = current_user');
    assert.equal(powers?.['rolname'], role);
    for (const power of ['rolsuper', 'rolcreaterole', 'rolcreatedb', 'rolreplication', 'rolbypassrls']) assert.equal(powers?.[power], false, power);
    const ties = await schema.query(`SELECT 'owns ' || relname AS tie FROM pg_class WHERE relowner = $1::regrole
                                     UNION ALL SELECT 'is in ' || roleid::regrole FROM pg_auth_members WHERE member = $1::regrole`, [role]);
    assert.deepEqual(ties, []);
  });

  const REFUSED = [
    'CREATE TABLE mine (id int)',
    'CREATE TEMPORARY TABLE mine (id int)',
    'CREATE SCHEMA mine',
    'CREATE TABLE public.mine (id int)',
    'CREATE INDEX ON orders (value)',
    'CREATE ROLE mine',
    'DROP TABLE orders',
    'DROP SCHEMA ledger CASCADE',
    'ALTER TABLE orders ADD COLUMN mine int',
    'ALTER TABLE orders DROP CONSTRAINT orders_value_positive',
    'ALTER TABLE orders DISABLE TRIGGER ALL',
    'ALTER ROLE CURRENT_USER SUPERUSER',
    'TRUNCATE orders',
    'TRUNCATE ledger.limit_reservations',
    'DELETE FROM ledger.limits',
    'DELETE FROM user_answers',
    'SELECT FROM migrations',
    `INSERT INTO migrations (name, run_on) VALUES ('mine', now())`,
    `UPDATE payment_methods SET installments = 99`,
    'SELECT rolpassword FROM pg_authid',
    `SELECT pg_read_file('postgresql.conf')`,
    `COPY (SELECT 1) TO PROGRAM 'true'`,
  ];
  for (const statement of REFUSED) {
    it(`is refused ${statement}`, async () => {
      await assert.rejects(schema.queryAsProcess(statement), (error) => error instanceof DatabaseError && error.code === NOT_ALLOWED);
    });
  }

  it('has its rights again, and these alone, after the next migration', async () => {
    const rightsOn = async () =>
      schema.query(
        `SELECT table_schema = 'ledger' AS in_ledger, table_name, privilege_type FROM information_schema.table_privileges
         WHERE grantee = $1 AND table_schema IN ('ledger', current_schema()) ORDER BY 1, 2, 3`,
        [role],
      );
    const granted = await rightsOn();
    assert.equal(granted.length, 18);
    await schema.query(`GRANT TRUNCATE ON orders TO ${role}; GRANT SELECT ON migrations TO ${role}; REVOKE INSERT ON orders FROM ${role}`);
    await migrate();
    assert.deepEqual(await rightsOn(), granted);
  });

  it('can be given its rights by several processes at once', async () => {
    const owners = Array.from({ length: 8 }, () => new Client({ connectionString: schema.owner.url }));
    await Promise.all(owners.map((owner) => owner.connect()));
    await Promise.all(owners.map((owner) => grantRights(owner, role)));
    await Promise.all(owners.map((owner) => owner.end()));
  });

  it('gets an error to try again later, and not a final refusal, while it has no rights yet', async () => {
    const pool = createPostgresPool({ url: schema.url, poolSize: 1, timeoutMs: 2_000, applicationName: 'rights', onIdleError: () => undefined });
    const orders = new PostgresOrders(pool);
    const order = newOrder();
    await schema.query(`REVOKE ALL ON orders FROM ${role}`);
    await assert.rejects(orders.accept(order), { name: 'Unavailable' });
    await assert.rejects(orders.ping(), { name: 'Unavailable' });
    await migrate();
    await orders.ping();
    assert.equal((await orders.settle(order, settlementOf(order, APPROVED))).status, 'APPROVED');
    await pool.end();
  });
});
