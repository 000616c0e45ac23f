import type { Streamed } from '../../domain/diff-published';
import { eventId, type OrderEvent } from '../../domain/events';
import type { EventStream, StreamedEvents } from '../../ports/events';
import { Faults } from './faults';

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

/** The reader of a stream in memory, for tests. It ignores the time: all records count as published since then. */
export class MemoryStreamReader implements StreamedEvents {
  constructor(private readonly stream: MemoryStream) {}

  read(orderIds: ReadonlySet<string>): Promise<Map<string, Streamed[]>> {
    return this.stream.faults.around(() => {
      const found = new Map<string, Map<string, Streamed>>();
      for (const { key, id, event } of this.stream.records) {
        if (!orderIds.has(key)) continue;
        const text = JSON.stringify(event);
        found.set(key, (found.get(key) ?? new Map<string, Streamed>()).set(`${id} ${text}`, { id, text }));
      }
      return new Map([...found].map(([orderId, ofOrder]) => [orderId, [...ofOrder.values()]]));
    });
  }
}
