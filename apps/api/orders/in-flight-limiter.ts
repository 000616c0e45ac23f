import type { Logger } from '../../../config/logger';
import type { InFlightLimiter } from '../http/deps';
import { Problem } from '../http/problem';
import type { OrdersInFlight } from '../../../ports/orders';

interface LimiterOptions {
  /** The most orders in flight; 0: any number. */
  readonly most: number;
  readonly orders: OrdersInFlight;
  readonly logger: Logger;
  readonly onTurnedAway: () => void;
  /** Whether orders go to the spool now. There is no limit on orders that wait there. */
  readonly isSpooling?: () => boolean;
  /** A clock in milliseconds that never goes back. */
  readonly now?: () => number;
}

const COUNT_EVERY_MS = 1_000;
/** An order that is open for longer, and not held, is stuck. It is left to operators, and does not keep others from being accepted. */
const IN_FLIGHT_FOR_MS = 3_600_000;
/** A count older than this is ignored, and every order is accepted. */
const STALE_AFTER_MS = 5_000;
const RETRY_AFTER_SECONDS = 2;

/**
 * Makes the limiter. It counts the orders in the store once a second, while there are any to accept, and no order waits for the count.
 * It adds those that it has let through since the count began. Orders of other copies of this process are seen with the next count.
 */
export function createInFlightLimiter({ most, orders, logger, onTurnedAway, isSpooling = () => false, now = () => performance.now() }: LimiterOptions): InFlightLimiter {
  let begun = 0;
  let underway = 0;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let isAsking = false;
  let known = { count: 0, begunBefore: 0, atMs: Number.NEGATIVE_INFINITY };

  const count = async () => {
    const atMs = now();
    // The count may miss the orders that are being accepted now.
    const begunBefore = begun - underway;
    isAsking = true;
    askedAtMs = atMs;
    try {
      known = { count: await orders.inFlight(most, new Date(Date.now() - IN_FLIGHT_FOR_MS)), begunBefore, atMs };
    } catch (error) {
      logger.warn('orders in flight cannot be counted', { error });
    } finally {
      isAsking = false;
    }
  };
  const isFull = () => now() - known.atMs <= STALE_AFTER_MS && known.count + begun - known.begunBefore >= most;

  return {
    async run(accept) {
      if (most === 0 || isSpooling()) return accept();
      if (!isAsking && now() - askedAtMs >= COUNT_EVERY_MS) void count();
      if (isFull()) {
        onTurnedAway();
        throw new Problem('TOO_MANY_ORDERS', { headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) } });
      }
      begun += 1;
      underway += 1;
      try {
        return await accept();
      } finally {
        underway -= 1;
      }
    },
  };
}
