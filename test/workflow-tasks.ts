import type { Client } from '@temporalio/client';

/** How many workflow tasks a worker has begun until this workflow ended, counted from its history. */
export async function workflowTasksOf(client: Client, workflowId: string): Promise<number> {
  const handle = client.workflow.getHandle(workflowId);
  await handle.result();
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter((event) => event.workflowTaskStartedEventAttributes).length;
}
