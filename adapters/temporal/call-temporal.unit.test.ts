import assert from 'node:assert/strict';
import { type Client, ServiceError } from '@temporalio/client';
import { Unavailable } from '../../ports/unavailable';
import { callTemporal } from './connection';

const client = { withDeadline: (_deadline: number, work: () => Promise<unknown>) => work() } as unknown as Client;

/** Asks a server that answers with this code. */
function askAndHear(code: number): Promise<unknown> {
  const cause = Object.assign(new Error('not as asked'), { code, details: '', metadata: {} });
  return callTemporal(client, 100, () => Promise.reject(new ServiceError('Failed to ask', { cause })));
}

describe('What Temporal answers', () => {
  const NOT_NOW = { UNAVAILABLE: 14, DEADLINE_EXCEEDED: 4, RESOURCE_EXHAUSTED: 8, 'CANCELLED, as its deadline has passed': 1 };
  for (const [name, code] of Object.entries(NOT_NOW)) {
    it(`is that it cannot answer now when it is ${name}`, async () => {
      await assert.rejects(askAndHear(code), Unavailable);
    });
  }

  for (const [name, code] of Object.entries({ INVALID_ARGUMENT: 3, NOT_FOUND: 5, PERMISSION_DENIED: 7, INTERNAL: 13 })) {
    it(`is an error of ours when it is ${name}`, async () => {
      await assert.rejects(askAndHear(code), ServiceError);
    });
  }
});
