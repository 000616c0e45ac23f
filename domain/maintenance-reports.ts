import type { Finding } from './reconcile';

/** The result of reconciling. */
export interface ReconcileReport {
  /** How many orders it looked at. */
  readonly looked: number;
  readonly repaired: Repaired;
  /** The orders that it did not repair: how many, and the first of them. */
  readonly reported: { readonly total: number; readonly orders: readonly Reported[] };
}

/** How many repairs it made: rows written, orders settled, orders published to the log and to the stream, and reservations ended. */
interface Repaired {
  readonly accepted: number;
  readonly settled: number;
  readonly logged: number;
  readonly streamed: number;
  readonly ledger: number;
}

/** The report of a whole run, and its window in milliseconds since 1970: from, inclusive, to, exclusive. */
export type Reconciled = ReconcileReport & { readonly fromMs: number; readonly toMs: number };

interface Reported {
  readonly orderId: string;
  readonly what: Finding;
}

export const NOTHING_DONE: ReconcileReport = {
  looked: 0,
  repaired: { accepted: 0, settled: 0, logged: 0, streamed: 0, ledger: 0 },
  reported: { total: 0, orders: [] },
};

/** How many orders a report names at most. */
const NAMED = 100;

/** Adds up two reports. An order that both of them name counts once. */
export function mergeReports(a: ReconcileReport, b: ReconcileReport): ReconcileReport {
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

/** Something that was moved to quarantine: the name it was spooled under, and why. */
interface Quarantined {
  readonly name: string;
  readonly why: string;
}

/** The result of recovering spooled orders. */
export interface RecoveredSpool {
  /** How many orders were started, or had been started before, and are no longer spooled. */
  readonly recovered: number;
  /** What was moved to quarantine. Histories have this name, so it stays. */
  readonly setAside: readonly Quarantined[];
  /** The names of the orders that could not be recovered yet. */
  readonly left: readonly string[];
}

/** Which orders to compare: those accepted within the last `windowMs`, except within the last `minAgeMs`. */
export interface ReconcileRequest {
  readonly windowMs: number;
  readonly minAgeMs: number;
}
