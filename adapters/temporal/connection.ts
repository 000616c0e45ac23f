import {
  type Client,
  Connection,
  type ConnectionOptions,
  defaultGrpcRetryOptions,
  isGrpcServiceError,
  makeGrpcRetryInterceptor,
} from '@temporalio/client';
import { Unavailable } from '../../ports/unavailable';

/** A connection that is made when it is first used, and again within about a second of the server's return. */
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

/** FAILED_PRECONDITION, and the detail by which the server says that it was only the moment which was wrong. */
const FAILED_PRECONDITION = 9;
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
  return Number(code) === FAILED_PRECONDITION && metadata.get('grpc-status-details-bin').some((detail) => detail.includes(NOT_READY));
}

/**
 * gRPC's codes for "not now": UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED; and CANCELLED, which is what a busy client hears of a
 * server that has seen the deadline pass before it has. Any other refusal is our error.
 */
const NOT_NOW: readonly number[] = [14, 4, 8, 1];

/** Waits at most so long for an answer of the server. What is not an answer becomes `Unavailable`; a refusal is thrown as it is. */
export async function callTemporal<T>(client: Client, timeoutMs: number, work: (client: Client) => Promise<T>): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + timeoutMs, () => work(client));
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    if (isGrpcServiceError(cause) && NOT_NOW.includes(Number(cause.code))) throw new Unavailable('temporal', { cause: error });
    throw error;
  }
}
