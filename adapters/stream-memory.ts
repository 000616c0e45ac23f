import type { EventStream } from '../activities/ports';
import { eventId, type OrderEvent } from '../domain/events';
import { Faults } from './memory-faults';

/** A record as a consumer of the stream sees it. */
export interface MemoryRecord {
  readonly key: string;
  readonly id: string;
  readonly event: OrderEvent;
}

/** The event stream in memory, for tests. Like the real one it takes the same event twice. */
export class MemoryStream implements EventStream {
  readonly name = 'kafka';
  readonly faults = new Faults('kafka');
  /** Everything that was published, in order. */
  readonly records: MemoryRecord[] = [];

  publish(orderId: string, events: readonly OrderEvent[]): Promise<void> {
    return this.faults.around(() => {
      for (const event of structuredClone(events)) {
        this.records.push({ key: orderId, id: eventId(orderId, event.sequence), event });
      }
    });
  }

  ping(): Promise<void> {
    return this.faults.around(() => undefined);
  }
}
