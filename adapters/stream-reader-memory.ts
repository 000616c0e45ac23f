import type { StreamedEvents } from '../activities/reconcile-ports';
import type { Streamed } from '../domain/compare-told';
import type { MemoryStream } from './stream-memory';

/** What was published on a stream in memory, for tests. It knows no time: everything counts as published since. */
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
