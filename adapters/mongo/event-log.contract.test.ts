import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { loadConfig } from '../../config/config';
import { closedPort, withSilentServer } from '../../test/contracts/closed-port';
import { eventsContract } from '../../test/contracts/events.contract';
import { eventually } from '../../test/contracts/eventually';
import { APPROVED, newOrder, settlementOf } from '../../test/contracts/sample-orders';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { openProxy } from '../../test/faults/proxy/proxy';
import { MongoEvents, createMongoClient } from './event-log';

const config = loadConfig();
const order = newOrder();
const { events } = settlementOf(order, APPROVED);

function newDatabase(): string {
  return `contract_${randomUUID().replaceAll('-', '')}`;
}

describe('the event log in MongoDB', () => {
  const options = { url: config.MONGO_URL, timeoutMs: 5_000 };
  const client = createMongoClient(options);
  const databases: string[] = [];
  const newLog = () => {
    const database = newDatabase();
    databases.push(database);
    return { log: new MongoEvents(client, { database, timeoutMs: options.timeoutMs }), database };
  };
  const { log, database } = newLog();

  before(() => log.prepare());
  after(async () => {
    for (const name of databases) await client.db(name).dropDatabase();
    await client.close();
  });

  eventsContract('MongoDB', () => log);

  it('is one document per event, with the id of the event', async () => {
    await log.append(order.id, events);
    const found = await client.db(database).collection('events').find({ order_id: order.id, sequence: 1 }).toArray();
    const [received] = events;
    const expected = { _id: `${order.id}:1`, order_id: order.id, sequence: 1, type: received?.type, data: received?.data };
    assert.deepEqual(found, [{ ...expected, at: new Date(received?.at ?? '') }]);
  });

  it('can be prepared by several processes at once and again', async () => {
    const { log: fresh, database: name } = newLog();
    await Promise.all(Array.from({ length: 4 }, () => fresh.prepare()));
    await fresh.prepare();
    const indexes = await client.db(name).collection('events').indexes();
    const unique = indexes.filter((index) => index.unique && JSON.stringify(index.key) === '{"order_id":1,"sequence":1}');
    assert.equal(unique.length, 1);
  });

  it('keeps each event once even before it is prepared, and can be prepared afterwards', async () => {
    const { log: fresh } = newLog();
    await fresh.append(order.id, events);
    await fresh.append(order.id, events);
    await fresh.prepare();
    await fresh.append(order.id, events);
    assert.deepEqual(await fresh.read(order.id), events);
  });

  it('answers a ping', () => log.ping());
});

describe('an event log that is not there', () => {
  async function assertEverythingUnavailable(port: number): Promise<void> {
    const url = `mongodb://127.0.0.1:${port}/`;
    const client = createMongoClient({ url, timeoutMs: 200 });
    const log = new MongoEvents(client, { database: 'nothing', timeoutMs: 200 });
    const inTime = 2_000;
    await Promise.all(Array.from({ length: 32 }, () => assertUnavailable('mongodb', () => log.append('id', events), inTime)));
    await assertUnavailable('mongodb', () => log.read('id'), inTime);
    await assertUnavailable('mongodb', () => log.ping(), inTime);
    await assertUnavailable('mongodb', () => log.prepare(), inTime);
    await client.close();
  }

  it('is unavailable, in time, when nobody listens', async () => assertEverythingUnavailable(await closedPort()));
  it('is unavailable, in time, when nobody answers', () => withSilentServer(assertEverythingUnavailable));

  it('is there as soon as its server is, and gone when that goes', async () => {
    const url = new URL(config.MONGO_URL);
    const server = { host: url.hostname, port: Number(url.port || 27017) };
    const port = await closedPort();
    url.host = `127.0.0.1:${port}`;
    url.searchParams.set('directConnection', 'true');
    const client = createMongoClient({ url: url.href, timeoutMs: 1_000 });
    const database = newDatabase();
    const log = new MongoEvents(client, { database, timeoutMs: 1_000 });

    await assertUnavailable('mongodb', () => log.append(order.id, events));
    const proxy = await openProxy(port, server);
    await eventually(() => log.append(order.id, events));
    await proxy.down();
    await assertUnavailable('mongodb', () => log.append(order.id, events));
    await proxy.pass();
    await eventually(() => log.append(order.id, events));
    assert.deepEqual(await log.read(order.id), events);
    await client.db(database).dropDatabase();
    await client.close();
    await proxy.down();
  });
});
