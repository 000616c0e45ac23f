import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { localPasswords } from '../../stack';
import { until } from '../until';
import { ask, send } from './http';
import { startCopy, type ProcessCopy } from './process-copy';
import { inTemporal, whatIsStored } from './stored';
import { theSystem } from './system';
import { withTemporal } from './temporal';

const secret = (of: string) => `secret-of-${of}-${randomUUID()}`;
const SECRETS = {
  'the password of Postgres': secret('postgres'),
  'the password within the address of Postgres': secret('postgres-url'),
  'the password of the owner of the tables': secret('postgres-owner'),
  'the password of MongoDB': secret('mongo'),
  'the password of Kafka': secret('kafka'),
  'the secret of S3': secret('s3'),
  'the key to Temporal': secret('temporal'),
  'what a client is known by': secret('client'),
  ...localPasswords,
};

function assertNoSecret(where: string, text: string): void {
  const found = Object.entries(SECRETS).filter(([, value]) => [value, encodeURIComponent(value), btoa(value)].some((form) => text.includes(form)));
  assert.deepEqual(found.map(([name]) => name), [], `what ${where} tells`);
}

describe('Secrets', function () {
  this.timeout(180_000);

  const system = theSystem();
  const { config, stack } = system;
  const copies: ProcessCopy[] = [];

  /** An API and a worker whose secrets all are wrong, at the level that logs most. */
  async function startBoth(settings: Readonly<Record<string, string>>): Promise<{ api: ProcessCopy; worker: ProcessCopy }> {
    const withSecrets = { LOG_LEVEL: 'debug', ...wrongSecrets(), ...settings };
    const worker = await startCopy(system, 'worker', { portIndex: 21, settings: withSecrets });
    copies.push(worker);
    const api = await startCopy(system, 'api', { portIndex: 20, settings: withSecrets });
    copies.push(api);
    return { api, worker };
  }

  function wrongSecrets(): Readonly<Record<string, string>> {
    const mongo = new URL(config.MONGO_URL);
    return {
      POSTGRES_PASSWORD: SECRETS['the password of Postgres'],
      POSTGRES_MIGRATION_PASSWORD: SECRETS['the password of the owner of the tables'],
      MONGO_URL: `mongodb://orders:${SECRETS['the password of MongoDB']}@${mongo.host}/?authMechanism=PLAIN`,
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_SASL_USERNAME: 'orders',
      KAFKA_SASL_PASSWORD: SECRETS['the password of Kafka'],
      SPOOL_S3_BUCKET: 'spool-of-nobody',
      SPOOL_S3_ENDPOINT: `http://127.0.0.1:${stack.slot.ports.s3}`,
      SPOOL_S3_ACCESS_KEY_ID: 'local',
      SPOOL_S3_SECRET_ACCESS_KEY: SECRETS['the secret of S3'],
    };
  }

  const post = ({ url }: ProcessCopy, more: Record<string, string> = {}) => {
    const order = { value: '10.00', user_id: `secretive-${randomUUID()}`, installment: 1, method: 'cash' };
    return send('POST', `${url}/api/orders`, order, { authorization: `Bearer ${SECRETS['what a client is known by']}`, ...more });
  };

  before(async () => {
    await stack.start();
    await stack.start('s3');
    await stack.stop('api', 'worker');
  });
  afterEach(() => Promise.all(copies.splice(0).map((copy) => copy.stop())));
  after(async () => {
    await system.restore();
    await stack.stop('s3');
  });

  it('are in no log, no answer and nothing that is stored, though everything refuses them', async () => {
    const { api, worker } = await startBoth({});
    const { status, body } = await post(api);
    assert.equal(status, 201);
    const id = String(body['id']);
    const stage = async () => {
      const { searchAttributes } = await withTemporal(system, ({ workflow }) => workflow.getHandle(id).describe());
      return String((searchAttributes as Record<string, unknown>)['OrderStage']);
    };
    await until('a step keeps failing', async () => (await stage()).includes('stuck'), 60_000);
    const meanwhile = await inTemporal(system, [id]);
    const keyed = await post(api, { 'idempotency-key': randomUUID() });
    assert.equal(keyed.status, 503);
    const paths = ['/readiness', '/metrics', '/api/holds?stage=stuck', `/api/order/${id}`, `/api/order/${id}/events`];
    const answers = await Promise.all(paths.map((path) => fetch(api.url + path).then((answer) => answer.text())));
    await Promise.all(copies.splice(0).map((copy) => copy.stop()));
    await stack.start('api', 'worker');
    await system.assertWhole([id]);

    const logs = api.output() + worker.output();
    for (const failure of [/password authentication failed/, /mongodb cannot answer/, /kafka cannot answer|creating the Kafka topics/, /SignatureDoesNotMatch/]) assert.match(logs, failure);
    assert.match(meanwhile, /password authentication failed/);
    const told = { ...(await whatIsStored(system, [id])), 'Temporal meanwhile': meanwhile, 'the log of the API': api.output(), 'the log of the worker': worker.output() };
    for (const [where, text] of Object.entries({ ...told, 'the API': answers.join('\n') + JSON.stringify(keyed.body) })) assertNoSecret(where, text);
    await stack.stop('api', 'worker');
  });

  it('are in no log when they stand in the address of Postgres, or Temporal refuses them', async () => {
    const address = new URL(config.POSTGRES_URL);
    address.password = SECRETS['the password within the address of Postgres'];
    const { api, worker } = await startBoth({ POSTGRES_PASSWORD: '', POSTGRES_URL: address.href, TEMPORAL_API_KEY: SECRETS['the key to Temporal'] });
    assert.equal((await post(api)).status, 503);
    const isTried = () => /password authentication failed/.test(api.output()) && /polling Temporal is not possible yet/.test(worker.output());
    await until('all of it was tried', isTried, 30_000);
    const { status, body } = await ask(`${api.url}/readiness`);
    assert.equal(status, 503);
    for (const [where, text] of Object.entries({ API: api.output(), worker: worker.output(), answer: JSON.stringify(body) })) assertNoSecret(where, text);
  });
});
