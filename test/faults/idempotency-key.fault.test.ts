import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { readTopic } from '../contracts/read-topic';
import { postgresUrl } from '../../adapters/postgres/connection';
import { gatherFacts } from '../checker/facts';
import { scaled } from '../machine-speed';
import { until } from '../until';
import { send, type Answer } from './http';
import { untilFinal } from './load';
import { startCopy, type ProcessCopy } from './process-copy';
import { behindProxies } from './proxied-system';
import { addressesOf } from './proxies';
import { recoverSpool, withTemporal } from './temporal';

const AT_ONCE = 100;
const FINAL_WITHIN_MS = 60_000;

describe('Requests with one Idempotency-Key', function () {
  this.timeout(180_000);

  const system = behindProxies();
  const { temporal, postgres, mongo } = system.proxies;
  let other: ProcessCopy;

  before(async () => {
    other = await startCopy(system, 'api', { portIndex: 20, settings: addressesOf(system.proxies, system.config) });
    await until('the other API is ready', async () => (await fetch(`${other.url}/readiness`)).ok, 20_000);
  });
  after(() => other.stop());

  /** A new key of a new user, and a client that posts under it to both copies of the API in turn. */
  function newKey() {
    const [key, userId] = [randomUUID(), `keyed-${randomUUID()}`];
    let count = 0;
    const post = (value = '10.00') => {
      const url = (count += 1) % 2 === 0 ? other.url : system.apiUrl;
      const order = { value, user_id: userId, installment: 1, method: 'cash' };
      return send('POST', `${url}/api/orders`, order, { 'idempotency-key': key });
    };
    const started = () => withTemporal(system, async (client) => (await client.workflow.count(`UserId = "${userId}"`)).count);
    return { userId, post, started };
  }

  function assertRepeated(first: Answer, again: Answer, status = 201): void {
    assert.deepEqual([again.status, again.body], [status, first.body]);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
  }

  /** Of both copies. */
  async function assertAnotherRefused(post: (value: string) => Promise<Answer>): Promise<void> {
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await post('1');
      assert.deepEqual([status, body['code']], [422, 'IDEMPOTENCY_KEY_REUSED']);
    }
  }

  async function assertUnknown(post: () => Promise<Answer>): Promise<void> {
    for (let time = 0; time < 2; time += 1) {
      const { status, headers } = await post();
      assert.equal(status, 503);
      assert.match(String(headers.get('retry-after')), /^\d+$/);
    }
  }

  async function rowsOf(userId: string): Promise<number | null> {
    const { POSTGRES_URL: url, POSTGRES_PASSWORD: password } = system.config;
    const pool = new Pool({ connectionString: postgresUrl({ url, password }) });
    return (await pool.query('SELECT FROM orders WHERE user_id = $1', [userId]).finally(() => pool.end())).rowCount;
  }

  /** As it is when the retention has passed. */
  async function removeWorkflow(workflowId: string): Promise<void> {
    await withTemporal(system, async ({ workflow, workflowService, options: { namespace } }) => {
      await workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId } });
      await until('the workflow is gone', () => workflow.getHandle(workflowId).describe().then(() => false, () => true), 60_000);
    });
  }

  it(`make one order when ${AT_ONCE} of them come at once to two copies of the API, and are answered alike`, async () => {
    const { post, userId } = newKey();
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => post()));
    assert.deepEqual([...new Set(answers.map(({ status, body }) => JSON.stringify([status, body])))].length, 1);
    const [{ status, body } = assert.fail()] = answers;
    assert.equal(status, 201);
    assert.equal(answers.filter(({ headers }) => !headers.has('idempotent-replayed')).length, 1);

    const id = String(body['id']);
    await system.assertWhole([id]);
    assert.equal((await system.get(`/api/orders/${userId}`)).body['total'], 1);
    const [facts] = await gatherFacts(system.config, [id]);
    assert.equal(facts?.executions.length, 1);
    assert.equal(facts.log.filter((event) => event.includes('"order.received"')).length, 1);
    const streamed = await readTopic(system.config.KAFKA_BROKERS, system.config.KAFKA_TOPIC, scaled(30_000));
    const received = streamed.filter(({ headers, value }) => headers['ce_type'] === 'order.received.v1' && value.includes(userId));
    // A record may be repeated under its id.
    assert.deepEqual([...new Set(received.map(({ headers }) => headers['ce_id']))], [`${id}:1`]);
  });

  it('find the order again whose row was not written when the API was killed', async () => {
    const { post, started, userId } = newKey();
    // Who would write the row, too.
    await system.stack.stop('worker');
    await postgres.hang();
    const reply = post().then(() => 'there is one', () => 'there is none');
    await until('the workflow is started', async () => (await started()) === 1);
    await system.stack.kill('api');
    assert.equal(await reply, 'there is none');
    // What the killed API has sent gets nowhere.
    await postgres.down();
    await postgres.pass();
    await system.stack.start('api');
    assert.equal(await rowsOf(userId), 0);

    const first = await post();
    // Its first answer was lost.
    assertRepeated(first, first);
    assertRepeated(first, await post());
    await assertAnotherRefused(post);
    assert.equal(await rowsOf(userId), 1);
    await system.stack.start('worker');
    await system.assertWhole([String(first.body['id'])]);
    assert.equal(await started(), 1);
  });

  it('keep to the body that was spooled first, which is the one that runs', async () => {
    const { post, started } = newKey();
    await temporal.down();
    const first = await post();
    assert.equal(first.status, 202);
    assertRepeated(first, await post(), 202);
    await assertAnotherRefused(post);
    await postgres.down();
    await assertAnotherRefused(post);
    await Promise.all([temporal.pass(), postgres.pass()]);
    await assertAnotherRefused(post);
    await recoverSpool(system);
    const id = String(first.body['id']);
    await untilFinal(system, id, FINAL_WITHIN_MS);
    await assertAnotherRefused(post);
    assertRepeated(first, await post());
    await system.assertWhole([id]);
    assert.equal(await started(), 1);
    assert.equal((await system.get(`/api/order/${id}`)).body['value'], '10');
  });

  it('are answered by the log when their workflow is gone and Postgres is away, and not at all when it is away, too', async () => {
    const [old, fresh, unknown] = [newKey(), newKey(), newKey()];
    const first = await old.post();
    await system.assertWhole([String(first.body['id'])]);
    await removeWorkflow(String(first.body['id']));
    assertRepeated(first, await old.post());

    await postgres.down();
    for (let time = 0; time < 2; time += 1) assertRepeated(first, await old.post());
    await assertAnotherRefused(old.post);
    const placed = await fresh.post();
    assert.deepEqual([placed.status, placed.headers.get('idempotent-replayed')], [201, null]);
    assertRepeated(placed, await fresh.post());
    await assertAnotherRefused(fresh.post);

    await mongo.down();
    await assertUnknown(old.post);
    await assertUnknown(unknown.post);
    assertRepeated(placed, await fresh.post());
    await Promise.all([postgres.pass(), mongo.pass()]);
    await untilFinal(system, String(placed.body['id']), FINAL_WITHIN_MS);
    await system.assertWhole([String(placed.body['id'])]);
    assertRepeated(first, await old.post());
    assert.deepEqual([await old.started(), await unknown.started()], [0, 0]);
  });
});
