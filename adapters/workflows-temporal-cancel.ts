import type { WorkflowHandle } from '@temporalio/client';
import type { Outcome } from '../domain/order';
import { CANCEL_UPDATE } from '../workflows/contract';
import { ENDED_MEANWHILE, refusalOf } from './workflows-temporal-refusal';

/** Has a workflow take its order back; throws as the client does when there is none that is open. */
export async function cancelOn(handle: WorkflowHandle): Promise<Outcome | 'ended'> {
  try {
    // One cancellation an order, so that a repeat is answered as the first one.
    return await handle.executeUpdate<Outcome, []>(CANCEL_UPDATE, { updateId: CANCEL_UPDATE });
  } catch (error) {
    if (refusalOf(error) === ENDED_MEANWHILE) return 'ended';
    throw error;
  }
}
