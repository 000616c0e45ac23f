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
  /** How long the local try may take. */
  readonly firstTryMs: number;
  /** The options of the regular activity that follows when the local try fails: one round of tries. */
  readonly then: ActivityOptions;
}

/** Called each time every try of a round has failed, and once more when such a step has succeeded, was canceled or has failed for good. */
interface StepObserver {
  readonly stepFailing: (step: string, why: string) => void;
  readonly stepRecovered: (step: string) => void;
}

/** Each round has twice as many tries as the one before, so that an outage of days adds only a few events an hour to the history. */
const LONGEST_ROUND = 4096;

/**
 * Activities that are each tried once as a local activity, which needs no round trip to the server. When that try fails, the server
 * runs the step as a regular activity, so that the Web UI shows a failing step with its attempts.
 */
export function localFirst<A extends object>(options: LocalFirstOptions): A {
  const handOver = handingOver(options);
  return triedLocally<A>(options, handOver);
}

/** Like `localFirst`, but repeats the round until the step succeeds or a retry is pointless. The observer is called after each failed round. */
export function retryUntilSuccess<A extends object>(options: LocalFirstOptions, observer: StepObserver): A {
  const handOver = handingOver(options);
  return triedLocally<A>(options, async (name, args, failure) => {
    let attempts = options.then.retry?.maximumAttempts ?? 1;
    for (let round = 0; ; round += 1) {
      try {
        const result = (await (round === 0 ? handOver(name, args, failure) : inRound(options.then, attempts)[name]?.(...args))) as unknown;
        if (round > 0) observer.stepRecovered(name);
        return result;
      } catch (error) {
        if (isOver(error)) {
          if (round > 0) observer.stepRecovered(name);
          throw error;
        }
        observer.stepFailing(name, messageOf(error));
        attempts = Math.min(attempts * 2, LONGEST_ROUND);
      }
    }
  });
}

/** Runs a step whose local try has ended with this failure. */
type Otherwise = (name: string, args: unknown[], failure: unknown) => Promise<unknown>;

// Not `async`: the sandbox records a stack trace for each promise, so there are as few as possible.
function triedLocally<A extends object>({ firstTryMs }: LocalFirstOptions, otherwise: Otherwise): A {
  const local = locally(firstTryMs);
  const step = (name: string) => (...args: unknown[]) => local[name]?.(...args).catch((error: unknown) => otherwise(name, args, error));
  return new Proxy({} as A, { get: (_, name) => step(String(name)) });
}

function handingOver({ then }: LocalFirstOptions): Otherwise {
  const regular = proxyActivities<UntypedActivities>(then);
  return async (name, args, failure) => {
    if (isOver(failure)) throw failure;
    return (await regular[name]?.(...args)) as unknown;
  };
}

function locally(firstTryMs: number): UntypedActivities {
  return proxyLocalActivities<UntypedActivities>({
    startToCloseTimeout: firstTryMs,
    retry: { maximumAttempts: 1 },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  });
}

function inRound(options: ActivityOptions, maximumAttempts: number): UntypedActivities {
  return proxyActivities<UntypedActivities>({ ...options, retry: { ...options.retry, maximumAttempts } });
}

/** True when a retry is pointless: the step was canceled, or failed with a non-retryable error. */
function isOver(error: unknown): boolean {
  const failure = error instanceof ActivityFailure ? error.cause : error;
  return isCancellation(error) || (failure instanceof ApplicationFailure && failure.nonRetryable === true);
}

function messageOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
