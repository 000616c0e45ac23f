import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';

/** What the server says of an update that the workflow did not live to answer. */
export const ENDED_MEANWHILE = 'AcceptedUpdateCompletedWorkflow';

/** The type of failure that an update was refused with; `undefined` when it failed in another way. */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  return (error.cause instanceof ApplicationFailure && error.cause.type) || undefined;
}
