import { MongoBulkWriteError, type Collection, type MongoClient } from 'mongodb';
import type { EventLog } from '../activities/ports';
import { Unavailable } from '../activities/ports';
import type { EventReader } from '../apps/api/ports';
import type { OrderEvent } from '../domain/events';
import { withDeadline } from './deadline';
import { toDocument, toEvent, type EventDocument } from './events-mongo-document';

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
      // As in JSON, a member that is undefined is no member.
      ignoreUndefined: true,
    });
  }

  /** Makes the index that reading an order's events needs. Can be repeated; appending is right without it too. */
  async prepare(): Promise<void> {
    await this.#answer(() => this.#events.createIndex({ order_id: 1, sequence: 1 }, { unique: true }));
  }

  async append(orderId: string, events: readonly OrderEvent[]): Promise<void> {
    if (events.length === 0) return;
    const documents = events.map((event) => toDocument(orderId, event));
    await this.#answer(() => this.#insert(documents));
  }

  async read(orderId: string): Promise<OrderEvent[]> {
    const found = await this.#answer(() => this.#events.find({ order_id: orderId }).sort({ sequence: 1 }).toArray());
    return found.map(toEvent);
  }

  async ping(): Promise<void> {
    await this.#answer(() => this.client.db(this.options.database).command({ ping: 1 }));
  }

  async #insert(documents: readonly EventDocument[]): Promise<void> {
    try {
      await this.#events.insertMany(documents, { ordered: false });
    } catch (error) {
      if (!isRepetition(error, documents.length)) throw error;
    }
  }

  async #answer<T>(call: () => Promise<T>): Promise<T> {
    try {
      // By itself the driver tries to connect once: when that fails, "Topology is closed" is its answer ever after.
      return await withDeadline(this.options.timeoutMs, this.client.connect().then(call));
    } catch (cause) {
      throw new Unavailable('mongodb', { cause });
    }
  }
}

const DUPLICATE_KEY = 11000;

/**
 * An event that is already in the log is what repeating an append looks like. Every event has to be accounted for: the
 * driver reports a lost connection as the same kind of error, with no write errors in it.
 */
function isRepetition(error: unknown, eventCount: number): boolean {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) return false;
  const duplicates = [error.writeErrors].flat().filter(({ code }) => code === DUPLICATE_KEY);
  return error.insertedCount + duplicates.length === eventCount;
}
