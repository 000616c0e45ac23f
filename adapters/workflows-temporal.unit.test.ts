import assert from 'node:assert/strict';
import { ServiceError, type Client } from '@temporalio/client';
import { Unavailable } from '../activities/ports';
import { TemporalWorkflows } from './workflows-temporal';

/** As much of a client as a query needs; the query fails as on a server that has not seen a worker for a while. */
function clientWithoutWorkers(code: number): Client {
  const cause = Object.assign(new Error('no poller seen'), { code, details: '', metadata: {} });
  const query = () => Promise.reject(new ServiceError('Failed to query Workflow', { cause }));
  const client = {
    withDeadline: (_deadline: number, work: () => Promise<unknown>) => work(),
    workflow: { getHandle: () => ({ query }) },
  };
  return client as unknown as Client;
}

describe('a query of an order workflow', () => {
  const timeline = (code: number) =>
    new TemporalWorkflows({ client: clientWithoutWorkers(code), taskQueue: 'none', timeoutMs: 100 }).timeline('id');

  it('is unavailable when no worker is there to answer it', async () => {
    await assert.rejects(timeline(9), Unavailable);
  });

  it('is an error of ours when it is refused for another reason', async () => {
    await assert.rejects(timeline(7), ServiceError);
  });
});
