import {
  type Client,
  Connection,
  type ConnectionOptions,
  defaultGrpcRetryOptions,
  isGrpcServiceError,
  makeGrpcRetryInterceptor,
} from '@temporalio/client';
import { Unavailable } from '../../ports/unavailable';

/** A connection that connects when it is first used, and reconnects within about a second of the server's return. */
export function createTemporalConnection(options: ConnectionOptions): Connection {
  return Connection.lazy({
    ...options,
    interceptors: [makeGrpcRetryInterceptor(RETRIES)],
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1000 },
  });
}

type Retries = Parameters<typeof makeGrpcRetryInterceptor>[0];

const MOST_TRIES = 10;
const PAUSE_MS = 100;

/** The code FAILED_PRECONDITION, and the detail by which the server says that a later try may succeed. */
const FAILED_PRECONDITION = 9;
const NOT_READY = 'temporal.api.errordetails.v1.WorkflowNotReadyFailure';

// Short pauses: the client does not end a pause at the deadline, so with the default pauses a call would end well after the deadline.
const usual = defaultGrpcRetryOptions({ factor: 1, maxAttempts: MOST_TRIES, initialIntervalMs: () => PAUSE_MS });

/**
 * Which calls the client retries, at most ten times within about a second: those that it retries by default, and an update whose
 * workflow task the server has dropped, as it does when the workflow ends just when an activity answers.
 */
export const RETRIES: Retries = {
  ...usual,
  retryableDecider: (attempt, status) => usual.retryableDecider(attempt, status) || (attempt < MOST_TRIES && isNotReady(status)),
};

function isNotReady({ code, metadata }: Parameters<Retries['retryableDecider']>[1]): boolean {
  return Number(code) === FAILED_PRECONDITION && metadata.get('grpc-status-details-bin').some((detail) => detail.includes(NOT_READY));
}

/**
 * gRPC's codes for "not now": UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED; and CANCELLED, which a busy client receives when the
 * server notices the passed deadline first. Any other refusal is our error.
 */
const NOT_NOW: readonly number[] = [14, 4, 8, 1];

/** Calls the server and waits at most `timeoutMs`. Throws `Unavailable` when no answer comes, and a refusal of the server unchanged. */
export async function callTemporal<T>(client: Client, timeoutMs: number, work: (client: Client) => Promise<T>): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + timeoutMs, () => work(client));
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    if (isGrpcServiceError(cause) && NOT_NOW.includes(Number(cause.code))) throw new Unavailable('temporal', { cause: error });
    throw error;
  }
}
