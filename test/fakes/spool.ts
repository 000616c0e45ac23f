import { fromSpooled, orderOf, putIfAbsent, spooledName, toSpooled } from '../../adapters/spool/spooled-order';
import type { Order } from '../../domain/order';
import type { Spool, Spooled, SpooledOrders } from '../../ports/spool';
import { Faults } from './faults';

/** The spool in memory, for tests. */
export class MemorySpool implements Spool, SpooledOrders {
  readonly name = 'spool';
  readonly faults = new Faults('spool');
  /** What was moved to quarantine, in order. */
  readonly quarantined: { readonly name: string; readonly text: string; readonly why: string }[] = [];
  readonly #stored = new Map<string, Buffer>();

  put(order: Order): Promise<Order> {
    const store = { write: async (name: string, text: string) => this.plant(name, text), read: async (name: string) => this.#read(name) };
    return this.faults.around(() => putIfAbsent(store, order, toSpooled(order)));
  }

  find(orderId: string): Promise<Order | undefined> {
    const name = spooledName(orderId);
    return this.faults.around(() => (name === undefined ? undefined : orderOf(name, this.#read(name))));
  }

  names(atMost: number): Promise<string[]> {
    return this.faults.around(() => [...this.#stored.keys()].slice(0, atMost));
  }

  read(name: string): Promise<Spooled | undefined> {
    return this.faults.around(() => this.#read(name));
  }

  remove(name: string): Promise<void> {
    return this.faults.around(() => void this.#stored.delete(name));
  }

  quarantine(name: string, why: string): Promise<void> {
    return this.faults.around(() => {
      const stored = this.#stored.get(name);
      if (stored) this.quarantined.push({ name, text: stored.toString(), why });
      this.#stored.delete(name);
    });
  }

  ping(): Promise<void> {
    return this.faults.around(() => undefined);
  }

  /** Stores anything under a name, also what is not an order. False, without storing, when something has that name already. */
  plant(name: string, bytes: string | Uint8Array): boolean {
    if (this.#stored.has(name)) return false;
    this.#stored.set(name, Buffer.from(bytes));
    return true;
  }

  #read(name: string): Spooled | undefined {
    const stored = this.#stored.get(name);
    return stored && fromSpooled(name, stored);
  }
}
