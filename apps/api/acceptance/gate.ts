import type { Logger } from '../../../config/logger';
import { Problem } from '../http/problem';
import type { OrdersInFlight } from '../ports';

/** Keeps the number of orders in flight bounded. */
export interface Gate {
  /** Accepts an order; throws `TOO_MANY_ORDERS` instead while as many as the limit are in flight. */
  pass<T>(accept: () => Promise<T>): Promise<T>;
}

interface GateOptions {
  /** The most orders in flight; 0: any number. */
  readonly most: number;
  readonly orders: OrdersInFlight;
  readonly logger: Logger;
  readonly onTurnedAway: () => void;
  /** Whether orders go to the spool for now: they wait there, however many. */
  readonly isSpooling?: () => boolean;
  /** In milliseconds, never set back. */
  readonly now?: () => number;
}

const COUNT_EVERY_MS = 1_000;
/** What is open for longer, and not held, does not go on: it is for operators to see to, and no reason to take no others. */
const IN_FLIGHT_FOR_MS = 3_600_000;
/** An older count says nothing: then everybody may pass. */
const STALE_AFTER_MS = 5_000;
const RETRY_AFTER_SECONDS = 2;

/**
 * Opens the gate. Orders are counted in the store once a second, while there are any to let pass, and nobody waits for that; to these
 * come those that have passed here since the count began. Other copies of this process are seen with the next count.
 */
export function openGate({ most, orders, logger, onTurnedAway, isSpooling = () => false, now = () => performance.now() }: GateOptions): Gate {
  let passed = 0;
  let underway = 0;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let isAsking = false;
  let known = { count: 0, passedBefore: 0, atMs: Number.NEGATIVE_INFINITY };

  const count = async () => {
    const atMs = now();
    // Those that are underway may not be seen by the count.
    const passedBefore = passed - underway;
    isAsking = true;
    askedAtMs = atMs;
    try {
      known = { count: await orders.inFlight(most, new Date(Date.now() - IN_FLIGHT_FOR_MS)), passedBefore, atMs };
    } catch (error) {
      logger.warn('orders in flight cannot be counted', { error });
    } finally {
      isAsking = false;
    }
  };
  const isFull = () => now() - known.atMs <= STALE_AFTER_MS && known.count + passed - known.passedBefore >= most;

  return {
    async pass(accept) {
      if (most === 0 || isSpooling()) return accept();
      if (!isAsking && now() - askedAtMs >= COUNT_EVERY_MS) void count();
      if (isFull()) {
        onTurnedAway();
        throw new Problem('TOO_MANY_ORDERS', { headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) } });
      }
      passed += 1;
      underway += 1;
      try {
        return await accept();
      } finally {
        underway -= 1;
      }
    },
  };
}
