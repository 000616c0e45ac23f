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
  /** How the server goes on when that try fails: one round of tries. */
  readonly then: ActivityOptions;
}

/** Hears that a step has failed a whole round of tries, and that it has ended after that. */
interface StepObserver {
  readonly stepFailing: (step: string, why: string) => void;
  readonly stepRecovered: (step: string) => void;
}

/** Each round has twice as many tries as the one before, so that an outage of days costs the history a few events an hour. */
const LONGEST_ROUND = 4096;

/**
 * Activities that are each tried once as a local activity, which costs no round trip to the server, and handed to the
 * server as a regular activity when that try fails: a step in trouble then shows in the Web UI with its attempts.
 */
export function localFirst<A extends object>(options: LocalFirstOptions): A {
  const handOver = handingOver(options);
  return triedLocally<A>(options, handOver);
}

/** The same, round after round until the step succeeds. The observer hears of every round that fails. */
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

/** What to do about a step whose local try has failed, and why it has. */
type Otherwise = (name: string, args: unknown[], failure: unknown) => Promise<unknown>;

// Each promise costs a workflow's thread a stack trace: a step that succeeds at once takes one more than its local try, hence no `async`.
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

/** Whether trying again is of no use: the step was canceled, or says itself that it can never succeed. */
function isOver(error: unknown): boolean {
  const failure = error instanceof ActivityFailure ? error.cause : error;
  return isCancellation(error) || (failure instanceof ApplicationFailure && failure.nonRetryable === true);
}

function messageOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
