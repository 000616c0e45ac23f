import assert from 'node:assert/strict';
import { Client, Connection } from '@temporalio/client';
import { JUST_OVER_LIMIT } from '../contracts/sample-orders';
import { workflowTasksOf } from '../workflow-tasks';
import { theSystem } from './system';

const system = theSystem();

describe('With nothing wrong, an order', function () {
  this.timeout(60_000);

  before(() => system.stack.start());

  const ENDS: Record<string, [userId: string, value: string]> = {
    APPROVED: ['uuuu-aaaa-bbbb', '1000.00'],
    'CANCELED LIMIT_EXCEEDED': ['uuuu-aaaa-bbbb', JUST_OVER_LIMIT],
    'CANCELED USER_INVALID': ['user_test_invalid', '1000.00'],
  };
  for (const [end, [userId, value]] of Object.entries(ENDS)) {
    it(`that ends ${end} is one row, one workflow, and the same events in log and stream`, async () => {
      const id = await system.order(userId, value);
      assert.equal((await system.assertWhole([id])).get(id), end);
    });
  }

  it('costs one workflow task', async () => {
    const id = await system.order('uuuu-aaaa-bbbb');
    await system.assertWhole([id]);
    const connection = await Connection.connect({ address: system.config.TEMPORAL_ADDRESS });
    const tasks = await workflowTasksOf(new Client({ connection }), id);
    await connection.close();
    assert.equal(tasks, 1);
  });

  it('ends as it should when workers are asked to stop and others take over, again and again', async () => {
    const orders: string[] = [];
    let restarting = true;
    const post = async () => {
      while (restarting && orders.length < 300) orders.push(await system.order('uuuu-aaaa-bbbb'));
    };
    const posting = [post(), post()];
    for (let round = 0; round < 3; round += 1) {
      await system.stack.stop('worker');
      await system.stack.start('worker');
    }
    restarting = false;
    await Promise.all(posting);
    const ends = await system.assertWhole(orders);
    assert.deepEqual(new Set(ends.values()), new Set(['APPROVED']));
  });
});
