import type { OrderEvent } from '../../domain/events';
import type { EventLog, EventReader } from '../../ports/events';
import { Faults } from './faults';

/** The event log in memory, for tests. */
export class MemoryEvents implements EventLog, EventReader {
  readonly name = 'mongodb';
  readonly faults = new Faults('mongodb');
  readonly #ofOrder = new Map<string, Map<number, OrderEvent>>();

  append(orderId: string, events: readonly OrderEvent[]): Promise<void> {
    return this.faults.around(() => {
      const log = this.#ofOrder.get(orderId) ?? new Map<number, OrderEvent>();
      this.#ofOrder.set(orderId, log);
      for (const event of events) if (!log.has(event.sequence)) log.set(event.sequence, structuredClone(event));
    });
  }

  read(orderId: string): Promise<OrderEvent[]> {
    return this.faults.around(() => {
      const log = this.#ofOrder.get(orderId) ?? new Map<number, OrderEvent>();
      return structuredClone([...log.values()]).sort((a, b) => a.sequence - b.sequence);
    });
  }

  ping(): Promise<void> {
    return this.faults.around(() => undefined);
  }
}
