import { Connection, makeGrpcRetryInterceptor, type ConnectionOptions } from '@temporalio/client';
import { RETRIES } from './temporal-retries';

/** A connection that is made when it is first used, and again within about a second of the server's return. */
export function openTemporalConnection(options: ConnectionOptions): Connection {
  return Connection.lazy({
    ...options,
    interceptors: [makeGrpcRetryInterceptor(RETRIES)],
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1000 },
  });
}
