import type { WorkflowHandle } from '@temporalio/client';
import type { Outcome } from '../domain/order';
import { CANCEL_UPDATE } from '../workflows/contract';
import { ENDED_MEANWHILE, refusalOf } from './workflows-temporal-refusal';

/** Has a workflow take its order back, for its client or for an operator; throws as the client does when there is none that is open. */
export async function cancelOn(handle: WorkflowHandle, operator?: string): Promise<Outcome | 'ended'> {
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
