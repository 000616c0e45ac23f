import { isGrpcServiceError, type Client } from '@temporalio/client';
import { Unavailable } from '../activities/ports';

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
