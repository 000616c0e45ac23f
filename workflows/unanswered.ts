import { isCancellation } from '@temporalio/workflow';
import type { Unanswered } from '../domain/checks';

/**
 * What is left of a check that has failed as often as it may. A cancellation is no failure to answer and is thrown again.
 *
 * THE PLACE FOR FALLBACKS: the last known answer and holding the order go here, before the check counts as unanswered.
 */
export function unanswered(attempts: number) {
  return (error: unknown): Unanswered => {
    if (isCancellation(error)) throw error;
    return { attempts };
  };
}
