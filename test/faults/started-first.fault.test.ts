import assert from 'node:assert/strict';
import { until, withinPromised } from '../until';
import { untilFinal } from './load';
import { theSystem } from './system';

const system = theSystem();
const INFRASTRUCTURE = ['temporal', 'postgres', 'kafka', 'mongo', 'events-postgres', 'user-api'] as const;
const READY_WITHIN_MS = 15_000;
const FINAL_WITHIN_MS = 60_000;

async function readiness(url: string): Promise<{ status: number; down: string[] }> {
  const response = await fetch(`${url}/readiness`);
  const { down = [] } = (await response.json()) as { down?: string[] };
  return { status: response.status, down: down.sort() };
}

describe('API and worker started before everything else', function () {
  this.timeout(120_000);

  before(() => system.stack.stop());
  after(() => system.restore());

  it('are alive and name what is missing, and become ready by themselves within 15 s of the last of it', async () => {
    await Promise.all([system.stack.launch('api'), system.stack.launch('worker')]);
    const answers = async (url: string) => (await fetch(`${url}/health`).catch(() => undefined))?.status === 200;
    for (const url of [system.apiUrl, system.workerUrl]) await until(`${url} is alive`, () => answers(url), 20_000);
    assert.deepEqual(await readiness(system.apiUrl), { status: 503, down: ['mongodb', 'postgres', 'temporal'] });
    assert.deepEqual(await readiness(system.workerUrl), { status: 503, down: ['kafka', 'mongodb', 'postgres', 'temporal'] });

    await system.stack.start(...INFRASTRUCTURE);
    for (const url of [system.apiUrl, system.workerUrl]) {
      await withinPromised(`${url} is ready`, async () => (await readiness(url)).status === 200, READY_WITHIN_MS);
    }
    await system.assertWhole([await system.order('early-bird')]);
  });

  it('take an order into the spool while Temporal is down, and say that it is not begun yet', async () => {
    await system.stack.stop('temporal');
    const { status, body } = await system.post({ userId: 'second-comer' });
    assert.equal(status, 202);
    await system.stack.start('temporal');
    await withinPromised('orders are begun again', async () => (await readiness(system.apiUrl)).status === 200, READY_WITHIN_MS);
    await untilFinal(system, String(body['id']), FINAL_WITHIN_MS);
    await system.assertWhole([String(body['id'])]);
  });
});
