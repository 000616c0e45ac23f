import { type Collection, MongoBulkWriteError, MongoClient } from 'mongodb';
import { eventId, numbered, type OrderEvent, type OrderFact } from '../../domain/events';
import type { EventLog, EventReader } from '../../ports/events';
import { Unavailable, withDeadline } from '../../ports/unavailable';

interface MongoOptions {
  readonly url: string;
  /** Bounds selecting a server, connecting to it, and waiting for its answer, each. */
  readonly timeoutMs: number;
}

/** A client that connects when it is first used, and again whenever it has to; it can be created while the server is down. */
export function createMongoClient({ url, timeoutMs }: MongoOptions): MongoClient {
  return new MongoClient(url, {
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    socketTimeoutMS: timeoutMs,
    waitQueueTimeoutMS: timeoutMs,
    maxPoolSize: 20,
    // Temporal retries; a second try by the driver would only double the wait.
    retryReads: false,
    retryWrites: false,
  });
}

/** The event log in MongoDB: one document per event, only ever inserted. */
export class MongoEvents implements EventLog, EventReader {
  readonly name = 'mongodb';
  readonly #events: Collection<EventDocument>;

  constructor(
    private readonly client: MongoClient,
    private readonly options: { readonly database: string; readonly timeoutMs: number },
  ) {
    this.#events = client.db(options.database).collection<EventDocument>('events', {
      writeConcern: { w: 'majority', journal: true },
      // As in JSON, a member that is undefined is left out.
      ignoreUndefined: true,
    });
  }

  /** Creates the index for reading an order's events. Can be repeated; appending is correct without it, too. */
  async prepare(): Promise<void> {
    await this.#call(() => this.#events.createIndex({ order_id: 1, sequence: 1 }, { unique: true }));
  }

  async append(orderId: string, events: readonly OrderEvent[]): Promise<void> {
    if (events.length === 0) return;
    const documents = events.map((event) => toDocument(orderId, event));
    await this.#call(() => this.#insert(documents));
  }

  async read(orderId: string): Promise<OrderEvent[]> {
    const found = await this.#call(() => this.#events.find({ order_id: orderId }).sort({ sequence: 1 }).toArray());
    return found.map(toEvent);
  }

  async ping(): Promise<void> {
    await this.#call(() => this.client.db(this.options.database).command({ ping: 1 }));
  }

  async #insert(documents: readonly EventDocument[]): Promise<void> {
    try {
      await this.#events.insertMany(documents, { ordered: false });
    } catch (error) {
      if (!isRepetition(error, documents.length)) throw error;
    }
  }

  async #call<T>(call: () => Promise<T>): Promise<T> {
    try {
      // The driver itself tries to connect only once: after a failure it would always answer "Topology is closed".
      return await withDeadline(this.options.timeoutMs, this.client.connect().then(call));
    } catch (cause) {
      throw new Unavailable('mongodb', { cause });
    }
  }
}

const DUPLICATE_KEY = 11000;

/**
 * Whether an append failed only because it repeats an earlier one: every event was either inserted or is in the log already. All events
 * must be counted, because the driver reports a lost connection as the same kind of error, without write errors.
 */
function isRepetition(error: unknown, eventCount: number): boolean {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) return false;
  const duplicates = [error.writeErrors].flat().filter(({ code }) => code === DUPLICATE_KEY);
  return error.insertedCount + duplicates.length === eventCount;
}

/** One event in the log. */
interface EventDocument {
  readonly _id: string;
  readonly order_id: string;
  readonly sequence: number;
  readonly type: OrderEvent['type'];
  readonly at: Date;
  readonly data: OrderEvent['data'];
}

function toDocument(orderId: string, { sequence, type, at, data }: OrderEvent): EventDocument {
  return { _id: eventId(orderId, sequence), order_id: orderId, sequence, type, at: new Date(at), data };
}

function toEvent({ sequence, type, at, data }: EventDocument): OrderEvent {
  return numbered({ type, data } as OrderFact, sequence, at.toISOString());
}
