import assert from 'node:assert/strict';
import { type Client, ServiceError } from '@temporalio/client';
import { Unavailable } from '../../ports/unavailable';
import { TemporalWorkflows } from './order-workflows';

/** As much of a client as a question to a worker needs; each fails as on a server that has not seen one for a while, or lost it. */
function withoutWorkers(code: number): TemporalWorkflows {
  const cause = Object.assign(new Error('no poller seen'), { code, details: '', metadata: {} });
  const fail = () => Promise.reject(new ServiceError('Failed to ask Workflow', { cause }));
  const client = {
    withDeadline: (_deadline: number, work: () => Promise<unknown>) => work(),
    workflow: { getHandle: () => ({ query: fail, executeUpdate: fail }) },
  };
  return new TemporalWorkflows({ client: client as unknown as Client, taskQueue: 'none', timeoutMs: 100 });
}

const QUESTIONS: Readonly<Record<string, (workflows: TemporalWorkflows) => Promise<unknown>>> = {
  'a query': (workflows) => workflows.timeline('id'),
  'a decision': (workflows) => workflows.decide('id', { decision: 'approve', by: 'ada', note: '' }),
  'a cancellation': (workflows) => workflows.cancelOrder('id'),
};

for (const [what, ask] of Object.entries(QUESTIONS)) {
  describe(`${what} of an order workflow`, () => {
    it('is unavailable when no worker is there to answer it', async () => {
      for (const code of [9, 1]) await assert.rejects(ask(withoutWorkers(code)), Unavailable);
    });

    it('is an error of ours when it is refused for another reason', async () => {
      await assert.rejects(ask(withoutWorkers(7)), ServiceError);
    });
  });
}
