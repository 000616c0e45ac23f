import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { DecisionAnswer } from '../apps/api/ports';
import type { Decision } from '../domain/holds';
import type { Outcome } from '../domain/order';
import { DECISION_UPDATE, NOT_HELD } from '../workflows/contract';
import { ENDED_MEANWHILE, refusalOf } from './workflows-temporal-refusal';

/** Takes a decision to a workflow; throws as the client does when there is none that is open. */
export async function decideOn(handle: WorkflowHandle, decision: Decision): Promise<DecisionAnswer> {
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
