import { ApplicationFailure, isCancellation } from '@temporalio/workflow';
import type { Unanswered } from '../domain/checks';

const FIRST_TRY = 1;

/**
 * What is left of a check whose tries are used up. A cancellation is no failure to answer and is thrown again.
 *
 * THE PLACE FOR FALLBACKS: the last known answer and holding the order go here, before the check counts as unanswered.
 */
export function unanswered(error: unknown): Unanswered {
  if (isCancellation(error)) throw error;
  return { attempts: FIRST_TRY + attemptsOnServer(error) };
}

/** Which attempt failed last, as the worker noted it on the failure (`activities/note-attempt.ts`). */
function attemptsOnServer(error: unknown): number {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (!(cause instanceof ApplicationFailure)) continue;
    const noted = cause.details?.[0] as { readonly attempt?: number } | undefined;
    return noted?.attempt ?? 1;
  }
  return 1;
}
