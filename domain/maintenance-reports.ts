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

/** The most orders that a report names. */
const NAMED = 100;

/** Both reports as one. An order that both of them name counts once. */
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

/** What was moved to quarantine, by the name it was spooled under, and why. */
interface Quarantined {
  readonly name: string;
  readonly why: string;
}

/** What a look into the spool came to. */
export interface RecoveredSpool {
  /** How many orders were started, or found to be, and are spooled no longer. */
  readonly recovered: number;
  /** Called `setAside` in histories, and hence for good. */
  readonly setAside: readonly Quarantined[];
  /** The names of those about which nothing could be done yet. */
  readonly left: readonly string[];
}

/** Which orders to compare: those accepted within the last `windowMs`, but for the last `minAgeMs`. */
export interface ReconcileRequest {
  readonly windowMs: number;
  readonly minAgeMs: number;
}
