import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { gatherFacts, type OrderFacts } from '../checker/facts';
import { theSystem } from './system';
import { withTemporal } from './temporal';

describe('A workflow that is reset to its start after it has settled', function () {
  this.timeout(120_000);

  const system = theSystem();

  before(() => system.stack.start());
  after(() => system.restore());

  it('changes nothing, though the user service now answers the opposite', async () => {
    const id = await system.order(`reset-${randomUUID()}`);
    await system.assertWhole([id]);
    const [before] = await gatherFacts(system.config, [id]);
    await system.users('opposite');
    await withTemporal(system, async ({ workflow, workflowService, options: { namespace } }) => {
      const { events = [] } = await workflow.getHandle(id).fetchHistory();
      const firstTask = events?.find((event) => event.workflowTaskCompletedEventAttributes);
      const to = { workflowExecution: { workflowId: id }, workflowTaskFinishEventId: firstTask?.eventId ?? null };
      await workflowService.resetWorkflowExecution({ namespace, ...to, requestId: randomUUID(), reason: 'a test' });
    });
    assert.equal((await system.assertWhole([id])).get(id), 'APPROVED');
    const [after] = await gatherFacts(system.config, [id]);
    assert.equal(after?.executions.length, 2);
    assert.deepEqual(told(after), told(before));
    assert.ok(after.stream.length > (before?.stream.length ?? 0), 'it did run again');
  });
});

/** What was said of the order, each event once. */
function told(facts: OrderFacts | undefined) {
  return { rows: facts?.rows, log: facts?.log, stream: [...new Map(facts?.stream.map(({ id, event }) => [id, event]))] };
}
