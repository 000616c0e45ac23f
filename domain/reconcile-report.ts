import type { Finding } from './reconcile';

/** What reconcile did. */
export interface ReconcileReport {
  /** How many orders it looked at. */
  readonly looked: number;
  readonly repaired: Repaired;
  /** What it left as it is: how many orders, and the first of them. */
  readonly reported: { readonly total: number; readonly orders: readonly Reported[] };
}

/** What it repaired: rows written, orders settled, orders published to the log and to the stream, and reservations ended. */
export interface Repaired {
  readonly accepted: number;
  readonly settled: number;
  readonly logged: number;
  readonly streamed: number;
  readonly ledger: number;
}

/** The report of a whole run, and its window in milliseconds since 1970: from, inclusive, to, exclusive. */
export type Reconciled = ReconcileReport & { readonly fromMs: number; readonly toMs: number };

export interface Reported {
  readonly orderId: string;
  readonly what: Finding;
}

export const NOTHING_DONE: ReconcileReport = {
  looked: 0,
  repaired: { accepted: 0, settled: 0, logged: 0, streamed: 0, ledger: 0 },
  reported: { total: 0, orders: [] },
};

/** The most orders that a report names. */
const NAMED = 100;

/** Both reports as one. An order that both of them name counts once. */
export function together(a: ReconcileReport, b: ReconcileReport): ReconcileReport {
  const named = new Set(a.reported.orders.map(({ orderId }) => orderId));
  const more = b.reported.orders.filter(({ orderId }) => !named.has(orderId));
  const again = b.reported.orders.length - more.length;
  return {
    looked: a.looked + b.looked,
    repaired: {
      accepted: a.repaired.accepted + b.repaired.accepted,
      settled: a.repaired.settled + b.repaired.settled,
      logged: a.repaired.logged + b.repaired.logged,
      streamed: a.repaired.streamed + b.repaired.streamed,
      ledger: a.repaired.ledger + b.repaired.ledger,
    },
    reported: {
      total: a.reported.total + b.reported.total - again,
      orders: [...a.reported.orders, ...more].slice(0, NAMED),
    },
  };
}
