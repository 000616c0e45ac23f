import assert from 'node:assert/strict';
import type { Pool } from 'pg';
import { loadConfig } from '../../config/config';
import type { Place } from '../../ports/orders';
import { createOwnSchema, type OwnSchema } from '../../test/contracts/postgres-schema';
import { newUserId } from '../../test/contracts/sample-orders';
import { createPostgresPool } from './connection';
import { migratePostgres } from './migrate';
import { PostgresOrders } from './orders';
import { COUNTED_PAGE, PAGE } from './orders-sql';

const MANY = 20_000;
const LIMIT = 50;
/** Each order of a page, and the one that says that there are more, is found in the list's index and then by its id. */
const ROWS_OF_A_PAGE = 2 * (LIMIT + 1);

/** The parts of a plan that say what was read. */
interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Heap Fetches'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Node[];
}

describe('a long list of orders in Postgres', () => {
  const userId = newUserId();
  let schema: OwnSchema;
  let pool: Pool;
  let orders: PostgresOrders;

  before(async () => {
    schema = await createOwnSchema(loadConfig());
    await migratePostgres({ ...schema.owner, timeoutMs: 5_000 });
    pool = createPostgresPool({ url: schema.url, poolSize: 2, timeoutMs: 5_000, applicationName: 'paging-contract', onIdleError: () => undefined });
    orders = new PostgresOrders(pool);
    // Each microsecond one, so that only exact times distinguish them; and one of everybody else for each of them.
    await schema.query(
      `INSERT INTO orders (id, value, user_id, method, installment, created_at, status)
       SELECT gen_random_uuid(), 10, CASE user_no WHEN 0 THEN $1 ELSE 'other_' || number END, 'cash', 1,
              timestamptz '2026-03-01' + number * interval '1 microsecond', 'PROCESSING'
       FROM generate_series(1, ${MANY}) AS number, generate_series(0, 1) AS user_no`,
      [userId],
    );
    await schema.query('VACUUM ANALYZE orders');
  });
  after(async () => {
    await pool.end();
    await schema.drop();
  });

  /** The place after so many of the user's newest orders. */
  async function placeAfter(count: number): Promise<Place> {
    const { next } = await orders.listByUser(userId, { offset: count - 1, limit: 1, withTotal: false });
    assert.ok(next);
    return next;
  }

  async function planOf(statement: { text: string }, offset: number, after: Place, planned: 'custom' | 'generic'): Promise<Node> {
    await schema.query(`SET plan_cache_mode = force_${planned}_plan`);
    await schema.query(`PREPARE explained (text, int, int, float8, uuid) AS ${statement.text}`);
    const values = `'${userId}', ${offset}, ${LIMIT + 1}, ${after.acceptedAtUs}, '${after.id}'`;
    const [row] = await schema.query(`EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) EXECUTE explained (${values})`);
    await schema.query('DEALLOCATE explained');
    return (row?.['QUERY PLAN'] as { Plan: Node }[])[0]!.Plan;
  }

  it('is whole when it is read page by page, also of orders a microsecond apart', async () => {
    const ids: string[] = [];
    for (let after: Place | undefined, page = 0; page === 0 || after !== undefined; page++) {
      const listed = await orders.listByUser(userId, { offset: 0, limit: 97, withTotal: false, ...(after && { after }) });
      ids.push(...listed.orders.map(({ id }) => id));
      assert.ok(ids.length <= MANY, 'the list does not end');
      after = listed.next;
    }
    const rows = await schema.query('SELECT id FROM orders WHERE user_id = $1 ORDER BY created_at DESC', [userId]);
    assert.deepEqual(ids, rows.map(({ id }) => id));
    assert.equal(ids.length, MANY);
  });

  for (const planned of ['custom', 'generic'] as const) {
    it(`has no more read for its last page than for its first, with a ${planned} plan`, async () => {
      const places = await Promise.all([LIMIT, MANY / 2, MANY - LIMIT].map(placeAfter));
      const plans = [];
      for (const after of places) plans.push(await planOf(PAGE, 0, after, planned));
      for (const plan of plans) {
        assert.ok(rowsRead(plan) <= ROWS_OF_A_PAGE, `${rowsRead(plan)} rows read`);
        assert.ok(blocksRead(plan) <= blocksRead(plans[0]!) + 10, `${blocksRead(plan)} blocks read`);
      }
      const byOffset = await planOf(PAGE, MANY - 2 * LIMIT, places[0]!, planned);
      assert.ok(rowsRead(byOffset) >= MANY - 2 * LIMIT, 'this does not see what is read');
      assert.ok(blocksRead(byOffset) > blocksRead(plans[0]!) + 10, 'nor this');
    });
  }

  it('is counted in the index alone, however many orders each user has', async () => {
    const plan = await planOf(COUNTED_PAGE, 0, await placeAfter(MANY / 2), 'generic');
    const inIndex = scansOf(plan).filter((node) => node['Node Type'] === 'Index Only Scan');
    assert.deepEqual(inIndex.map((node) => [node['Actual Rows'], node['Heap Fetches']]), [[MANY, 0], [LIMIT + 1, 0]]);
    assert.ok(rowsRead(plan) <= MANY + ROWS_OF_A_PAGE, `${rowsRead(plan)} rows read`);
  });
});

function scansOf(node: Node): Node[] {
  const below = (node.Plans ?? []).flatMap(scansOf);
  return node['Relation Name'] === undefined ? below : [node, ...below];
}

function rowsRead(plan: Node): number {
  return scansOf(plan).reduce((sum, node) => sum + node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0), 0);
}

/** Those of a node count in those of the nodes above it. */
function blocksRead(plan: Node): number {
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}
