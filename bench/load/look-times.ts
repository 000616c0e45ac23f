const firstMsAtStart = 5;
const gain = 0.1;
const pauseShare = 0.2;
const shortestPauseMs = 5;
const longestPauseMs = 100;

/**
 * Says when to ask for an order's status, because every look costs the system under test something. The first look is
 * made when a few of the orders are final already: an order found final makes it a tenth earlier for the next one, an
 * order found final later makes it later by a tenth of the difference. Between looks passes a fifth of that time, from
 * 5 to 100 ms; an order's end is seen late by no more than that.
 */
export class LookTimes {
  #firstMs = firstMsAtStart;
  #hasSeen = false;

  /** How long after an order was accepted to look first. */
  get firstMs(): number {
    return this.#firstMs;
  }

  /** How long to wait from one look to the next. */
  get pauseMs(): number {
    if (!this.#hasSeen) return longestPauseMs;
    return Math.min(longestPauseMs, Math.max(shortestPauseMs, this.#firstMs * pauseShare));
  }

  /** An order was seen final so long after it was accepted, at this look (from 1). */
  seen(afterMs: number, look: number): void {
    if (look === 1) this.#firstMs *= 1 - gain;
    else this.#firstMs += (this.#hasSeen ? gain : 1) * (afterMs - this.#firstMs);
    this.#hasSeen = true;
  }
}
