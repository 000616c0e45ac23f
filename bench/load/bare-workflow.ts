import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { BARE_TASK_QUEUE, BARE_WORKFLOW } from '../bare/names';
import type { Load } from './closed-loop';

/** Starts a bare workflow and waits for its result, which the server sends as soon as it is there. */
export function bareWorkflowLoad(client: Client): Load {
  return async () => {
    const id = randomUUID();
    const began = performance.now();
    const handle = await client.workflow.start(BARE_WORKFLOW, { workflowId: id, taskQueue: BARE_TASK_QUEUE });
    const accepted = performance.now();
    await handle.result();
    return { id, acceptedMs: accepted - began, finalMs: performance.now() - began, looks: 0 };
  };
}
