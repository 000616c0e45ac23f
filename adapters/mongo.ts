import { MongoClient } from 'mongodb';

export interface MongoOptions {
  readonly url: string;
  /** Bounds finding a server, connecting to it, and waiting for its answer. */
  readonly timeoutMs: number;
}

/** A client that connects when it is first used and again whenever it has to, so it opens while the log is down. */
export function openMongo({ url, timeoutMs }: MongoOptions): MongoClient {
  return new MongoClient(url, {
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    socketTimeoutMS: timeoutMs,
    waitQueueTimeoutMS: timeoutMs,
    maxPoolSize: 20,
    // Temporal repeats; the driver's own second try would only double the wait.
    retryReads: false,
    retryWrites: false,
  });
}
