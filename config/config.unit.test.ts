import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LIMIT } from '../test/contracts/sample-orders';
import { CONFIG_KEYS, loadConfig } from './config';

/** The settings of `make`, the local stack and Docker Compose, which no process of ours reads. */
const OF_THE_STACK = ['STACK', 'STACK_SLOT', 'DURABLE_ORDERS_CACHE', 'TEMPORAL_POSTGRES_PASSWORD'];
const SECRET = /PASSWORD|API_KEY|SECRET/;

const BAD = {
  API_PORT: 'eight-thousand',
  USER_API_PORT: '70000',
  WORKER_HEALTH_PORT: '80.5',
  LOG_LEVEL: 'loud',
  TEST_ROUTES: 'perhaps',
  API_KEYS: 'me:god:hunter3',
  API_OPEN: 'yes',
  MAX_ORDERS_IN_FLIGHT: '-555',
  SHUTDOWN_GRACE_MS: '-77',
  TEMPORAL_TLS: 'always',
  POSTGRES_URL: 'mysql://me:hunter2@db.example/orders',
  POSTGRES_POOL_SIZE: '123456',
  MONGO_URL: 'mongo.example',
  KAFKA_REPLICATION_FACTOR: 'many',
  KAFKA_SASL_MECHANISM: 'kerberos',
  USER_API_URL: 'ftp://users.example',
  PER_ORDER_LIMIT: '12.345',
};

describe('.env.example', () => {
  const documented = documentedSettings();

  it('has every setting, and no other', () => {
    assert.deepEqual(Object.keys(documented).sort(), [...CONFIG_KEYS, ...OF_THE_STACK].sort());
  });

  it('states the defaults that apply', () => {
    assert.deepEqual(loadConfig(documented), loadConfig({}));
  });

  it('has no default for a secret', () => {
    const secrets = Object.entries(documented).filter(([name]) => SECRET.test(name));
    assert.equal(secrets.length, 7);
    for (const [name, value] of secrets) assert.equal(value, '', name);
  });

  it('leaves every setting commented out, with a line above that says what it is', () => {
    const lines = exampleLines();
    for (const [index, line] of lines.entries()) {
      assert.match(line, /^(#.*)?$/);
      if (settingIn(line)) assert.match(lines[index - 1] ?? '', /^# \S.*\.$/, line);
    }
  });
});

describe('loadConfig', () => {
  it('needs nothing to be set', () => {
    const config = loadConfig({});
    assert.equal(config.HOST, '127.0.0.1');
    assert.equal(config.API_PORT, 8000);
    assert.equal(config.TEST_ROUTES, false);
    assert.equal(config.POSTGRES_PASSWORD, undefined);
  });

  it('takes an empty value for one that is not set', () => {
    const empty = Object.fromEntries(CONFIG_KEYS.map((name) => [name, '']));
    assert.deepEqual(loadConfig(empty), loadConfig({}));
  });

  it('names every bad variable at once', () => {
    const names = failure(BAD).split('\n').slice(1).map((line) => line.trim().split(':')[0]);
    assert.deepEqual(names, CONFIG_KEYS.filter((name) => name in BAD));
  });

  it('never prints a value', () => {
    const message = failure({ ...BAD, POSTGRES_PASSWORD: 'hunter2', TEMPORAL_API_KEY: 'a-key' });
    for (const value of [...Object.values(BAD), 'hunter2', 'a-key']) assert.ok(!message.includes(value), value);
  });

  it('ignores variables that are not ours', () => {
    assert.deepEqual(loadConfig({ PATH: '/bin', HOSTNAME: 'here' }), loadConfig({}));
  });

  it('reads a limit as money, in one spelling', () => {
    assert.equal(loadConfig({ PER_ORDER_LIMIT: '0250.50' }).PER_ORDER_LIMIT, '250.5');
    assert.equal(loadConfig({}).PER_ORDER_LIMIT, LIMIT);
    for (const text of ['-1', '1e3', '1,5', '0.001', 'NaN']) {
      assert.match(failure({ PER_ORDER_LIMIT: text }), /PER_ORDER_LIMIT/, text);
    }
  });

  it('reads brokers as a list', () => {
    assert.deepEqual(loadConfig({ KAFKA_BROKERS: 'a:9092, b:9092' }).KAFKA_BROKERS, ['a:9092', 'b:9092']);
  });

  it('takes a key to S3 only whole, and with the bucket it opens', () => {
    const [key, secret, bucket] = [{ SPOOL_S3_ACCESS_KEY_ID: 'me' }, { SPOOL_S3_SECRET_ACCESS_KEY: 'hush' }, { SPOOL_S3_BUCKET: 'orders' }];
    assert.equal(loadConfig({ ...key, ...secret, ...bucket }).SPOOL_S3_SECRET_ACCESS_KEY, 'hush');
    assert.equal(loadConfig(bucket).SPOOL_S3_REGION, 'us-east-1');
    assert.match(failure({ ...key, ...bucket }), /SPOOL_S3_SECRET_ACCESS_KEY: goes with SPOOL_S3_ACCESS_KEY_ID/);
    assert.match(failure({ ...secret, ...bucket }), /SPOOL_S3_ACCESS_KEY_ID: goes with/);
    assert.match(failure({ ...key, ...secret }), /SPOOL_S3_BUCKET: goes with/);
    assert.match(failure({ SPOOL_S3_ENDPOINT: 'http://127.0.0.1:7070' }), /SPOOL_S3_BUCKET: goes with/);
  });

  it('takes no password in an address that is fetched from', () => {
    for (const url of ['http://me:hunter2@users.example', 'http://:hunter2@users.example', 'https://hunter2@users.example/a']) {
      assert.match(failure({ USER_API_URL: url }), /USER_API_URL: must hold no user and no password/);
    }
    assert.equal(loadConfig({ USER_API_URL: 'https://users.example/a@b' }).USER_API_URL, 'https://users.example/a@b');
  });

  it('takes nothing but true and false for a switch', () => {
    assert.equal(loadConfig({ KAFKA_TLS: 'true' }).KAFKA_TLS, true);
    assert.equal(loadConfig({ KAFKA_TLS: 'false' }).KAFKA_TLS, false);
    assert.match(failure({ KAFKA_TLS: '1' }), /KAFKA_TLS/);
  });
});

function failure(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env);
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail('this configuration should not be accepted');
}

function exampleLines(): string[] {
  return readFileSync(path.join(__dirname, '..', '.env.example'), 'utf8').split('\n');
}

function settingIn(line: string): [name: string, value: string] | undefined {
  const match = /^# ([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
  return match ? [match[1] ?? '', match[2] ?? ''] : undefined;
}

function documentedSettings(): Record<string, string> {
  return Object.fromEntries(exampleLines().map(settingIn).filter((setting) => setting !== undefined));
}
