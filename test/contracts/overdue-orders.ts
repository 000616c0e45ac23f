import type { OrderRow } from '../../domain/settlement';
import type { HoldBoard } from '../../ports/holds';
import type { Orders, Settlements } from '../../ports/orders';
import { APPROVED, newOrder, settlementOf } from './sample-orders';

/** An order, its times in milliseconds from the cut-off, and whether `isOverdue` finds it overdue then. */
export interface OverdueCase {
  readonly acceptedMs: number;
  readonly heldUntilMs?: number;
  readonly isSettled?: true;
  readonly isOverdue: boolean;
}

/** What every place that looks for overdue orders has to find: the domain, the rows in memory, and each statement. */
export const OVERDUE_CASES: Readonly<Record<string, OverdueCase>> = {
  'accepted just before the cut-off': { acceptedMs: -1, isOverdue: true },
  'accepted at the cut-off': { acceptedMs: 0, isOverdue: false },
  'accepted after the cut-off': { acceptedMs: 1, isOverdue: false },
  'held until just before the cut-off': { acceptedMs: -60_000, heldUntilMs: -1, isOverdue: true },
  'held until the cut-off': { acceptedMs: -60_000, heldUntilMs: 0, isOverdue: false },
  'held until after the cut-off': { acceptedMs: -60_000, heldUntilMs: 1, isOverdue: false },
  'accepted after the time until which it is held': { acceptedMs: 0, heldUntilMs: -1, isOverdue: false },
  settled: { acceptedMs: -60_000, isSettled: true, isOverdue: false },
  'settled after it was held': { acceptedMs: -60_000, heldUntilMs: -1, isSettled: true, isOverdue: false },
};

/** The names of the cases that are overdue. */
export const OVERDUE: readonly string[] = Object.keys(OVERDUE_CASES).filter((name) => OVERDUE_CASES[name]?.isOverdue);

/** The row of a case, when the cut-off is at this time in milliseconds since 1970. */
export function rowOf({ acceptedMs, heldUntilMs, isSettled }: OverdueCase, cutOffMs: number): OrderRow {
  const at = (ms: number) => new Date(cutOffMs + ms).toISOString();
  const order = newOrder({ acceptedAt: at(acceptedMs) });
  return {
    order,
    ...(isSettled && { settlement: settlementOf(order, APPROVED) }),
    ...(heldUntilMs !== undefined && { heldUntil: at(heldUntilMs) }),
  };
}

/** Writes the cases into a store; answers with the names of the cases by the ids of their orders. */
export async function writeOverdueCases(store: Pick<Orders, 'accept'> & Settlements & HoldBoard, cutOffMs: number): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const [name, given] of Object.entries(OVERDUE_CASES)) {
    const { order, settlement, heldUntil: until } = rowOf(given, cutOffMs);
    names.set(order.id, name);
    await store.accept(order);
    if (until) await store.hold(order, { cause: 'USER_CHECK_UNAVAILABLE', since: order.acceptedAt, until });
    if (settlement) await store.settle(order, settlement);
  }
  return names;
}
