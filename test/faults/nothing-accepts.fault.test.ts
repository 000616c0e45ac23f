import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readTopic } from '../contracts/read-topic';
import { createMongoClient } from '../../adapters/mongo/event-log';
import { scaled } from '../machine-speed';
import { until } from '../until';
import type { Answer } from './http';
import { steadily, untilFinal } from './load';
import { behindProxies, spoolInBucket } from './proxied-system';
import { withTemporal } from './temporal';

const ORDERS = 10;
const PER_SECOND = 5;
const ACCEPTED_AGAIN_WITHIN_MS = 20_000;

function assertRefused({ status, headers, body }: Answer): void {
  assert.equal(status, 503, JSON.stringify(body));
  assert.match(String(headers.get('retry-after')), /^\d+$/);
}

describe('With neither Temporal nor a spool in a bucket', function () {
  this.timeout(180_000);

  const system = behindProxies(spoolInBucket());
  const { temporal, s3 } = system.proxies;

  async function postUntilAccepted(userId: string, idempotencyKey: string): Promise<string> {
    let answer: Answer | undefined;
    await until(
      'it is accepted',
      async () => [201, 202].includes((answer = await system.post({ userId, idempotencyKey })).status),
      ACCEPTED_AGAIN_WITHIN_MS,
    );
    return String(answer?.body['id']);
  }

  /** Where anything is known of this user's orders. */
  async function tracesOf(userId: string): Promise<string[]> {
    const { config } = system;
    const mongo = createMongoClient({ url: config.MONGO_URL, timeoutMs: scaled(30_000) });
    const logged = await mongo.db(config.MONGO_DATABASE).collection('events').countDocuments({ 'data.user_id': userId });
    await mongo.close();
    const streamed = (await readTopic(config.KAFKA_BROKERS, config.KAFKA_TOPIC, scaled(30_000))).filter(({ value }) => value.includes(userId)).length;
    const started = await withTemporal(system, async (client) => (await client.workflow.count(`UserId = "${userId}"`)).count);
    const rows = Number((await system.get(`/api/orders/${userId}`)).body['total']);
    return Object.entries({ logged, streamed, started, rows }).flatMap(([where, count]) => (count === 0 ? [] : [`${count} ${where}`]));
  }

  it('each order is refused, and leaves no trace, when both refuse', async () => {
    const userId = `refused-${randomUUID()}`;
    await Promise.all([temporal.down(), s3.down()]);
    const answers = await steadily(ORDERS, PER_SECOND, () => system.post({ userId }));
    answers.forEach(assertRefused);
    await Promise.all([temporal.pass(), s3.pass()]);
    const later = await postUntilAccepted(`later-${randomUUID()}`, randomUUID());
    await untilFinal(system, later, ACCEPTED_AGAIN_WITHIN_MS);
    // Nothing is in the spool either: the checker sees to that.
    await system.assertWhole([later]);
    assert.deepEqual(await tracesOf(userId), []);
  });

  it('repeating a request with its key converges on one order when both time out', async () => {
    const userId = `unknown-${randomUUID()}`;
    const keys = Array.from({ length: ORDERS }, () => randomUUID());
    await Promise.all([temporal.hang(), s3.hang()]);
    const answers = await Promise.all(keys.map((idempotencyKey) => system.post({ userId, idempotencyKey })));
    answers.forEach(assertRefused);
    // What was asked for is carried out now, or not: nobody knows.
    await Promise.all([temporal.pass(), s3.pass()]);
    const orders = await Promise.all(keys.map((key) => postUntilAccepted(userId, key)));
    const again = await Promise.all(keys.map((key) => postUntilAccepted(userId, key)));
    assert.deepEqual(again, orders);
    await Promise.all(orders.map((id) => untilFinal(system, id, 60_000)));
    const ends = await system.assertWhole(orders);
    assert.deepEqual([...ends.values()], Array(ORDERS).fill('APPROVED'));
    assert.equal((await system.get(`/api/orders/${userId}`)).body['total'], ORDERS);
  });

  it('an order whose spooling succeeds, and is not told so, is spooled once', async () => {
    const userId = `unsure-${randomUUID()}`;
    await temporal.down();
    const replies = await s3.loseReplies('PUT /', 3);
    const keys = Array.from({ length: ORDERS }, () => randomUUID());
    const orders = await Promise.all(keys.map((key) => postUntilAccepted(userId, key)));
    assert.equal(replies.lost, 3);
    await Promise.all([temporal.pass(), s3.pass()]);
    await Promise.all(orders.map((id) => untilFinal(system, id, 60_000)));
    await system.assertWhole(orders);
    assert.equal((await system.get(`/api/orders/${userId}`)).body['total'], ORDERS);
  });
});
