import { randomUUID } from 'node:crypto';
import { ApplicationFailure, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Decision } from '../../domain/holds';
import type { Outcome } from '../../domain/order';
import type { DecisionAnswer } from '../../ports/workflows';
import { CANCEL_UPDATE, DECISION_UPDATE, NOT_HELD } from '../../workflows/contract';

/** Asks a workflow to cancel its order, for its client or for an operator. Throws the client's error when there is no open workflow. */
export async function requestCancel(handle: WorkflowHandle, operator?: string): Promise<Outcome | 'ended'> {
  // One update id for all cancellations of an order, so that a repeated one has the answer of the first.
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

/** Sends a decision to a workflow. Throws the client's error when there is no open workflow. */
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

/**
 * One update id for all approvals of an order, or of the check that they name, and one for all rejections, so that a repeated one has
 * the answer of the first. Each retry is a new update.
 */
function updateIdOf({ decision, check }: Decision): string {
  if (decision === 'retry') return `decision-retry-${randomUUID()}`;
  return check === undefined ? `decision-${decision}` : `decision-${decision}-${check}`;
}

/** The server's failure type for an update of a workflow that ended before it answered. */
const ENDED_MEANWHILE = 'AcceptedUpdateCompletedWorkflow';

/** The type of failure that an update was refused with; `undefined` when it failed in another way. */
function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  return (error.cause instanceof ApplicationFailure && error.cause.type) || undefined;
}
