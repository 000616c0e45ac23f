import type { Hold } from '../../domain/holds';
import type { Order, OrderState } from '../../domain/order';
import { type OrderRow, outcomeOf, type Settlement } from '../../domain/settlement';
import { isOverdue } from '../../domain/stuck';
import type { HeldOrder, HoldBoard, Holds } from '../../ports/holds';
import type { OrderRows, Window } from '../../ports/maintenance';
import type { ListedOrders, Orders, OrdersInFlight, OrdersQuery, Page, Place, Settlements } from '../../ports/orders';
import { Faults } from './faults';

interface Row {
  readonly order: Order;
  readonly settlement?: Settlement;
  readonly hold?: Hold;
}

/** The orders in memory, for tests. */
export class MemoryOrders implements Orders, OrdersInFlight, Settlements, HoldBoard {
  readonly name = 'postgres';
  readonly faults = new Faults('postgres');
  readonly holds: Holds = { list: (page) => this.faults.around(() => this.#held(page)) };
  readonly rows: OrderRows = new MemoryOrderRows(() => [...this.#rows.values()], this.faults);
  readonly #rows = new Map<string, Row>();

  accept(order: Order): Promise<void> {
    return this.faults.around(() => {
      if (!this.#rows.has(order.id)) this.#rows.set(order.id, { order });
    });
  }

  hold(order: Order, hold: Hold): Promise<void> {
    return this.faults.around(() => {
      const row = this.#rows.get(order.id);
      if (row?.settlement === undefined) this.#rows.set(order.id, { order: row?.order ?? order, hold });
    });
  }

  /** How this order is held, if it is. */
  holdOf(orderId: string): Hold | undefined {
    return this.#rows.get(orderId)?.hold;
  }

  settle(order: Order, proposed: Settlement): Promise<Settlement> {
    return this.faults.around(() => {
      const row = this.#rows.get(order.id);
      // Copied as through JSON, so that nobody can change the current settlement.
      const settlement = row?.settlement ?? (JSON.parse(JSON.stringify(proposed)) as Settlement);
      this.#rows.set(order.id, { order: row?.settlement ? row.order : order, settlement });
      return structuredClone(settlement);
    });
  }

  find(orderId: string): Promise<OrderState | undefined> {
    return this.faults.around(() => {
      const row = this.#rows.get(orderId);
      return row && toState(row);
    });
  }

  listByUser(userId: string, { offset, limit, after, client, withTotal = true }: OrdersQuery): Promise<ListedOrders> {
    return this.faults.around(() => {
      const ofUser = this.#ofUsers([userId]).map(toState).sort(newestFirst);
      const all = ofUser.filter((order) => client === undefined || order.client === client);
      const left = all.filter((order) => after === undefined || isBeyond(placeOf(order), after)).slice(offset);
      const orders = left.slice(0, limit);
      const last = orders.at(-1);
      return { orders, ...(withTotal && { total: all.length }), ...(last && left.length > limit && { next: placeOf(last) }) };
    });
  }

  idsOf(userIds: readonly string[]): Promise<string[]> {
    return this.faults.around(() => this.#ofUsers(userIds).map(({ order }) => order.id));
  }

  removeOrdersOf(userIds: readonly string[]): Promise<string[]> {
    return this.faults.around(() => {
      const ids = this.#ofUsers(userIds).map(({ order }) => order.id);
      for (const id of ids) this.#rows.delete(id);
      return ids;
    });
  }

  inFlight(atMost: number, since: Date): Promise<number> {
    return this.faults.around(() => {
      const all = [...this.#rows.values()].filter(({ order, settlement, hold }) => !settlement && !hold && order.acceptedAt >= since.toISOString());
      return Math.min(all.length, atMost);
    });
  }

  ping(): Promise<void> {
    return this.faults.around(() => undefined);
  }

  #held({ offset, limit }: Page): { total: number; holds: HeldOrder[] } {
    const all = [...this.#rows.values()].flatMap((row) => (row.hold ? [{ order: toState(row), hold: row.hold }] : []));
    const longestFirst = all.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
    return { total: all.length, holds: longestFirst.slice(offset, offset + limit) };
  }

  #ofUsers(userIds: readonly string[]): Row[] {
    return [...this.#rows.values()].filter(({ order }) => userIds.includes(order.userId));
  }
}

function toState({ order, settlement }: Row): OrderState {
  return { ...order, ...(settlement === undefined ? { status: 'PROCESSING' } : outcomeOf(settlement)) };
}

function newestFirst(a: Order, b: Order): number {
  if (a.acceptedAt !== b.acceptedAt) return a.acceptedAt < b.acceptedAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

function placeOf({ acceptedAt, id }: Order): Place {
  return { acceptedAtUs: Date.parse(acceptedAt) * 1_000, id };
}

function isBeyond(place: Place, after: Place): boolean {
  if (place.acceptedAtUs !== after.acceptedAtUs) return place.acceptedAtUs < after.acceptedAtUs;
  return place.id < after.id;
}

function sortKey({ order, hold }: HeldOrder): string {
  return `${hold.since} ${order.id}`;
}

type HeldRow = OrderRow & { readonly hold?: Hold };

/** The rows of the orders that are in memory, for tests. */
export class MemoryOrderRows implements OrderRows {
  constructor(
    private readonly all: () => readonly HeldRow[],
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

  #ids(are: (row: HeldRow) => boolean, atMost: number): Promise<string[]> {
    return this.faults.around(() => {
      const ids = this.all().filter(are).sort(oldestFirst).map(({ order }) => order.id);
      return ids.slice(0, atMost);
    });
  }
}

function wholeOf({ order, settlement, hold }: HeldRow): OrderRow {
  return { order, ...(settlement && { settlement }), ...(hold && { heldUntil: hold.until }) };
}

function oldestFirst({ order: a }: HeldRow, { order: b }: HeldRow): number {
  return `${a.acceptedAt} ${a.id}` < `${b.acceptedAt} ${b.id}` ? -1 : 1;
}
