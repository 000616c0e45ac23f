import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  type ActivityOptions,
  type UntypedActivities,
} from '@temporalio/workflow';

interface LocalFirstOptions {
  /** How long the try beside the workflow may take. */
  readonly firstTryMs: number;
  /** How the server goes on when that try fails. */
  readonly then: ActivityOptions;
}

/**
 * Activities that are each tried once as a local activity, which costs no round trip to the server, and handed to the
 * server as a regular activity when that try fails: a step in trouble then shows in the Web UI with its attempts.
 */
export function localFirst<A extends object>({ firstTryMs, then }: LocalFirstOptions): A {
  const local = proxyLocalActivities<UntypedActivities>({
    startToCloseTimeout: firstTryMs,
    retry: { maximumAttempts: 1 },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  });
  const regular = proxyActivities<UntypedActivities>(then);

  const step = (name: string) => async (...args: unknown[]): Promise<unknown> => {
    try {
      return await local[name]?.(...args);
    } catch (error) {
      if (isCancellation(error) || isFinal(error)) throw error;
      return await regular[name]?.(...args);
    }
  };
  return new Proxy({} as A, { get: (_, name) => step(String(name)) });
}

function isFinal(error: unknown): boolean {
  const failure = error instanceof ActivityFailure ? error.cause : error;
  return failure instanceof ApplicationFailure && failure.nonRetryable === true;
}
