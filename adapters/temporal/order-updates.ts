import { randomUUID } from 'node:crypto';
import { ApplicationFailure, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Decision } from '../../domain/holds';
import type { Outcome } from '../../domain/order';
import type { DecisionAnswer } from '../../ports/workflows';
import { CANCEL_UPDATE, DECISION_UPDATE, NOT_HELD } from '../../workflows/contract';

/** Has a workflow take its order back, for its client or for an operator; throws as the client does when there is none that is open. */
export async function requestCancel(handle: WorkflowHandle, operator?: string): Promise<Outcome | 'ended'> {
  // One cancellation an order, no matter who asks for it, so that a repeat is answered as the first one.
  const options = { updateId: CANCEL_UPDATE };
  try {
    return operator === undefined
      ? await handle.executeUpdate<Outcome, []>(CANCEL_UPDATE, options)
      : await handle.executeUpdate<Outcome, [operator: string]>(CANCEL_UPDATE, { ...options, args: [operator] });
  } catch (error) {
    if (refusalOf(error) === ENDED_MEANWHILE) return 'ended';
    throw error;
  }
}

/** Takes a decision to a workflow; throws as the client does when there is none that is open. */
export async function sendDecision(handle: WorkflowHandle, decision: Decision): Promise<DecisionAnswer> {
  try {
    const outcome = await handle.executeUpdate<Outcome | null, [Decision]>(DECISION_UPDATE, {
      args: [decision],
      updateId: updateIdOf(decision),
    });
    return outcome ? { outcome } : 'still-held';
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === NOT_HELD) return 'not-held';
    if (refusal === ENDED_MEANWHILE) return 'ended';
    throw error;
  }
}

/** One approval and one rejection an order, so that a repeat is answered as the first one; each retry is a new question. */
function updateIdOf({ decision }: Decision): string {
  return decision === 'retry' ? `decision-retry-${randomUUID()}` : `decision-${decision}`;
}

/** What the server says of an update that the workflow did not live to answer. */
const ENDED_MEANWHILE = 'AcceptedUpdateCompletedWorkflow';

/** The type of failure that an update was refused with; `undefined` when it failed in another way. */
function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  return (error.cause instanceof ApplicationFailure && error.cause.type) || undefined;
}
