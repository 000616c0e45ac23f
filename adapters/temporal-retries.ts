import { defaultGrpcRetryOptions, type makeGrpcRetryInterceptor } from '@temporalio/client';

type Retries = Parameters<typeof makeGrpcRetryInterceptor>[0];

const MOST_TRIES = 10;
const PAUSE_MS = 100;

/** FAILED_PRECONDITION, and the detail by which the server says that it was only the moment which was wrong. */
const NOT_NOW = 9;
const NOT_READY = 'temporal.api.errordetails.v1.WorkflowNotReadyFailure';

// With longer pauses, as the default ones, a call would end well after its deadline: a pause is not cut short.
const usual = defaultGrpcRetryOptions({ factor: 1, maxAttempts: MOST_TRIES, initialIntervalMs: () => PAUSE_MS });

/**
 * Which calls the client makes again, at most ten times within about a second. Besides those that it would by default: an update whose
 * workflow task the server has thrown away, as it does when the workflow ends just when an activity answers.
 */
export const RETRIES: Retries = {
  ...usual,
  retryableDecider: (attempt, status) => usual.retryableDecider(attempt, status) || (attempt < MOST_TRIES && isNotReady(status)),
};

function isNotReady({ code, metadata }: Parameters<Retries['retryableDecider']>[1]): boolean {
  return Number(code) === NOT_NOW && metadata.get('grpc-status-details-bin').some((detail) => detail.includes(NOT_READY));
}
