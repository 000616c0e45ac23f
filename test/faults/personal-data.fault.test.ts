import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { send } from './http';
import { untilFinal } from './load';
import { startCopy } from './process-copy';
import { inSpool, whatIsStored } from './stored';
import { theSystem } from './system';
import { recoverSpool, withTemporal } from './temporal';

const NOT_ASKED_FOR = `nobody-asked-for-${randomUUID()}`;
/** Temporal names the workers, and the changes that a workflow knows, by itself. */
const OF_TEMPORAL = ['BuildIds', 'TemporalChangeVersion', 'TemporalWorkerDeployment', 'TemporalWorkerDeploymentVersion', 'TemporalWorkflowVersioningBehavior'];

describe('Of a person nothing is kept but the user id', function () {
  this.timeout(180_000);

  const system = theSystem();

  before(() => system.stack.start());
  after(() => system.restore());

  it('whatever else is sent with an order, also while it waits in the spool', async () => {
    const userId = `known-by-id-${randomUUID()}`;
    const order = { value: '10.00', user_id: userId, installment: 1, method: 'cash' };
    const more = { email: NOT_ASKED_FOR, [NOT_ASKED_FOR]: 'x', user: { name: NOT_ASKED_FOR }, userId: NOT_ASKED_FOR, id: NOT_ASKED_FOR };
    const headers = Object.fromEntries(['user-agent', 'cookie', 'x-forwarded-for', 'x-request-id', 'from'].map((name) => [name, NOT_ASKED_FOR]));
    const api = await startCopy(system, 'api', { portIndex: 20, settings: { LOG_LEVEL: 'debug' } });
    try {
      const post = () => send('POST', `${api.url}/api/orders?name=${NOT_ASKED_FOR}`, { ...order, ...more }, headers);
      const started = await post();
      await system.stack.stop('temporal');
      const spooled = await post();
      assert.deepEqual([started.status, spooled.status], [201, 202]);
      const ids = [started, spooled].map(({ body }) => String(body['id']));
      const spooledText = inSpool(system.config);
      await system.stack.start('temporal');
      await recoverSpool(system);
      for (const id of ids) await untilFinal(system, id, 60_000);
      await system.assertWhole(ids);

      const kept = { ...(await whatIsStored(system, ids)), 'the spool': spooledText, 'the log of the API': api.output() };
      for (const [where, text] of Object.entries(kept)) {
        assert.ok(!text.includes(NOT_ASKED_FOR), `it is in ${where}`);
        if (where !== 'the log of the API') assert.ok(text.includes(userId), `nothing is in ${where}`);
      }
      assert.deepEqual(await searchAttributesOf(ids[0] ?? ''), ['OrderStage', 'OrderStatus', 'UserId']);
    } finally {
      await api.stop();
    }
  });

  async function searchAttributesOf(id: string): Promise<string[]> {
    const { raw } = await withTemporal(system, ({ workflow }) => workflow.getHandle(id).describe());
    const names = Object.keys(raw.workflowExecutionInfo?.searchAttributes?.indexedFields ?? {});
    return names.filter((name) => !OF_TEMPORAL.includes(name)).sort();
  }
});
