import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { openStack, testPortOf } from '../../stack';
import { localPasswords } from '../../stack/environment';
import { outside, slotFrom } from '../../stack/outside';
import { closedPort, withSilentServer } from '../../test/contracts/closed-port';
import { newOrder } from '../../test/contracts/sample-orders';
import { spoolContract } from '../../test/contracts/spool.contract';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { openProxy, type Proxy } from '../../test/faults/proxy/proxy';
import { createS3Client, S3Spool } from './spool';

/** The server is built first where it never was. */
const BUILT_WITHIN_MS = 600_000;

const stack = openStack(slotFrom(outside()));
const { number, ports } = stack.slot;
const credentials = { accessKeyId: 'local', secretAccessKey: localPasswords.s3 };

function clientAt(port: number, timeoutMs: number, secretAccessKey: string = credentials.secretAccessKey): S3Client {
  const endpoint = `http://127.0.0.1:${port}`;
  return createS3Client({ endpoint, region: 'us-east-1', credentials: { ...credentials, secretAccessKey }, timeoutMs });
}

function newBucket(): string {
  return `contract-${randomUUID()}`;
}

describe('the spool in S3', () => {
  const timeoutMs = 5_000;
  const client = clientAt(ports.s3, timeoutMs);
  const spoolIn = (bucket: string) => new S3Spool(client, { bucket, timeoutMs });
  const keysIn = async (Bucket: string, Prefix: string) =>
    ((await client.send(new ListObjectsV2Command({ Bucket, Prefix }))).Contents ?? []).map(({ Key = '' }) => Key);
  const text = async (Bucket: string, Key: string) =>
    (await (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()) ?? '';

  before(function () {
    this.timeout(BUILT_WITHIN_MS);
    return stack.start('s3');
  });
  after(() => {
    client.destroy();
    return stack.stop('s3');
  });

  spoolContract('S3', async () => {
    const bucket = newBucket();
    const spool = spoolIn(bucket);
    await spool.prepare();
    return {
      spool,
      // S3 has the time of writing to the second.
      resolutionMs: 1_100,
      plant: async (name, bytes) => void (await client.send(new PutObjectCommand({ Bucket: bucket, Key: `orders/${name}`, Body: Buffer.from(bytes) }))),
      async quarantined() {
        const keys = (await keysIn(bucket, 'aside/')).filter((key) => !key.endsWith('.why'));
        return Promise.all(keys.map(async (key) => ({ name: key, text: await text(bucket, key), why: await text(bucket, `${key}.why`) })));
      },
    };
  });

  it('makes its bucket, at once with others and again, and answers a ping then', async () => {
    const spool = spoolIn(newBucket());
    await assertUnavailable('spool', () => spool.ping());
    await Promise.all(Array.from({ length: 4 }, () => spool.prepare()));
    await spool.prepare();
    await spool.ping();
  });

  it('cannot answer, and does not say that there is nothing, without its bucket', async () => {
    const spool = spoolIn(newBucket());
    await assertUnavailable('spool', () => spool.find(randomUUID()));
    await assertUnavailable('spool', () => spool.names(1));
    await assertUnavailable('spool', () => spool.put(newOrder()));
  });

  it('names all of what takes several pages to list', async function () {
    this.timeout(120_000);
    const spool = spoolIn(newBucket());
    await spool.prepare();
    const orders = Array.from({ length: 1_050 }, () => newOrder());
    const waiting = [...orders];
    const putAll = async () => {
      for (let order = waiting.pop(); order; order = waiting.pop()) await spool.put(order);
    };
    await Promise.all(Array.from({ length: 16 }, putAll));
    assert.deepEqual((await spool.names(2_000)).sort(), orders.map(({ id }) => `${id}.json`).sort());
    assert.equal((await spool.names(1_020)).length, 1_020);
  });

  describe('behind a connection that fails', () => {
    let proxy: Proxy;
    let bucket: string;
    let spool: S3Spool;
    let doubtful: S3Client;
    before(async () => (proxy = await openProxy(testPortOf(number, 0), { host: '127.0.0.1', port: ports.s3 })));
    after(() => proxy.down());
    beforeEach(async () => {
      bucket = newBucket();
      await spoolIn(bucket).prepare();
      doubtful = clientAt(proxy.port, 1_000);
      spool = new S3Spool(doubtful, { bucket, timeoutMs: 2_000 });
    });
    afterEach(() => doubtful.destroy());

    it('puts an order once when the reply is lost, and says so', async () => {
      const order = newOrder();
      const replies = await proxy.loseReplies(`PUT /${bucket}/orders/`, 1);
      assert.deepEqual(await spool.put(order), order);
      assert.equal(replies.lost, 1);
      assert.deepEqual(await keysIn(bucket, ''), [`orders/${order.id}.json`]);
    });

    it('is unavailable when every reply is lost, and a repeated put finds the same order', async () => {
      const order = newOrder();
      await proxy.loseReplies(`PUT /${bucket}/orders/`);
      await assertUnavailable('spool', () => spool.put(order));
      await proxy.pass();
      assert.deepEqual(await spool.put(order), order);
      assert.deepEqual(await keysIn(bucket, ''), [`orders/${order.id}.json`]);
    });

    it('is there again as soon as its server is', async () => {
      const order = newOrder();
      await spool.ping();
      await proxy.down();
      await assertUnavailable('spool', () => spool.put(order), 1_000);
      await proxy.pass();
      assert.deepEqual(await spool.put(order), order);
    });
  });
});

describe('a spool in S3 that is not there', () => {
  async function assertEverythingUnavailable(port: number): Promise<void> {
    const client = clientAt(port, 300);
    const spool = new S3Spool(client, { bucket: 'nothing', timeoutMs: 300 });
    const order = newOrder();
    const calls = [() => spool.put(order), () => spool.find(order.id), () => spool.names(1), () => spool.read('x'), () => spool.remove('x'), () => spool.quarantine('x', ''), () => spool.ping(), () => spool.prepare()];
    for (const call of calls) await assertUnavailable('spool', call, 1_000);
    client.destroy();
  }

  it('is unavailable, in time, when nobody listens', async () => assertEverythingUnavailable(await closedPort()));
  it('is unavailable, in time, when nobody answers', () => withSilentServer(assertEverythingUnavailable));
});
