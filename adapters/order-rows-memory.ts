import type { OrderRows, Window } from '../activities/reconcile-ports';
import type { Hold } from '../domain/holds';
import type { OrderRow } from '../domain/order-row';
import type { Faults } from './memory-faults';

type Row = OrderRow & { readonly hold?: Hold };

/** The rows of the orders that are in memory, for tests. */
export class MemoryOrderRows implements OrderRows {
  constructor(
    private readonly all: () => readonly Row[],
    private readonly faults: Faults,
  ) {}

  acceptedIn({ fromMs, toMs }: Window, atMost: number): Promise<string[]> {
    return this.#ids(({ order }) => Date.parse(order.acceptedAt) >= fromMs && Date.parse(order.acceptedAt) < toMs, atMost);
  }

  openBefore(beforeMs: number, atMost: number): Promise<string[]> {
    const isOpen = ({ order, settlement, hold }: Row) => !settlement && !hold && Date.parse(order.acceptedAt) < beforeMs;
    return this.#ids(isOpen, atMost);
  }

  read(orderIds: readonly string[]): Promise<Map<string, OrderRow>> {
    return this.faults.around(() => {
      const found = this.all().filter(({ order }) => orderIds.includes(order.id));
      return new Map(found.map(({ order, settlement }) => [order.id, structuredClone({ order, ...(settlement && { settlement }) })]));
    });
  }

  #ids(are: (row: Row) => boolean, atMost: number): Promise<string[]> {
    return this.faults.around(() => {
      const ids = this.all().filter(are).sort(oldestFirst).map(({ order }) => order.id);
      return ids.slice(0, atMost);
    });
  }
}

function oldestFirst({ order: a }: Row, { order: b }: Row): number {
  return `${a.acceptedAt} ${a.id}` < `${b.acceptedAt} ${b.id}` ? -1 : 1;
}
