import type { OrderRows, Window } from '../activities/reconcile-ports';
import type { Hold } from '../domain/holds';
import type { OrderRow } from '../domain/order-row';
import { isOverdue } from '../domain/stuck';
import type { Faults } from './memory-faults';

type Row = OrderRow & { readonly hold?: Hold };

/** The rows of the orders that are in memory, for tests. */
export class MemoryOrderRows implements OrderRows {
  constructor(
    private readonly all: () => readonly Row[],
    private readonly faults: Faults,
  ) {}

  acceptedOrSettledIn({ fromMs, toMs }: Window, atMost: number): Promise<string[]> {
    const isIn = (time: string | undefined) => time !== undefined && Date.parse(time) >= fromMs && Date.parse(time) < toMs;
    return this.#ids(({ order, settlement }) => isIn(order.acceptedAt) || isIn(settlement?.events.at(-1)?.at), atMost);
  }

  openBefore(beforeMs: number, atMost: number): Promise<string[]> {
    return this.#ids((row) => isOverdue(wholeOf(row), beforeMs), atMost);
  }

  read(orderIds: readonly string[]): Promise<Map<string, OrderRow>> {
    return this.faults.around(() => {
      const found = this.all().filter(({ order }) => orderIds.includes(order.id));
      return new Map(found.map((row) => [row.order.id, structuredClone(wholeOf(row))]));
    });
  }

  #ids(are: (row: Row) => boolean, atMost: number): Promise<string[]> {
    return this.faults.around(() => {
      const ids = this.all().filter(are).sort(oldestFirst).map(({ order }) => order.id);
      return ids.slice(0, atMost);
    });
  }
}

function wholeOf({ order, settlement, hold }: Row): OrderRow {
  return { order, ...(settlement && { settlement }), ...(hold && { heldUntil: hold.until }) };
}

function oldestFirst({ order: a }: Row, { order: b }: Row): number {
  return `${a.acceptedAt} ${a.id}` < `${b.acceptedAt} ${b.id}` ? -1 : 1;
}
