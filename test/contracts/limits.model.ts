import type { ReservationState, ReserveAnswer, UserLimits } from '../../domain/limits';
import { fromCents, type Money, toCents } from '../../domain/money';
import type { Order } from '../../domain/order';

/** The ledger as a simple model, for a test to compare with; every reservation counts. */
export function limitsModel(own: ReadonlyMap<string, UserLimits>, defaultLimit: Money) {
  const held = new Map<string, { order: Order; state: ReservationState }>();
  const taken = (userId: string) =>
    [...held.values()].reduce((sum, { order, state }) => sum + (order.userId === userId && state !== 'released' ? toCents(order.value) : 0n), 0n);
  const end = (order: Order, state: ReservationState): void => {
    if ((held.get(order.id)?.state ?? 'reserved') === 'reserved') held.set(order.id, { order, state });
  };
  return {
    reserve(order: Order): ReserveAnswer {
      const { perOrderLimit, exposureCap } = own.get(order.userId)!;
      const limit = perOrderLimit ?? defaultLimit;
      const known = held.get(order.id)?.state;
      if (known === 'released') return { fits: false, limit, rule: 'released' };
      if (known) return { fits: true, limit };
      if (toCents(order.value) > toCents(limit)) return { fits: false, limit, rule: 'per-order', room: limit };
      const room = exposureCap === null ? undefined : toCents(exposureCap) - taken(order.userId);
      if (exposureCap !== null && room !== undefined && toCents(order.value) > room) {
        return { fits: false, limit: exposureCap, rule: 'exposure', room: fromCents(room > 0n ? room : 0n) };
      }
      held.set(order.id, { order, state: 'reserved' });
      return { fits: true, limit };
    },
    confirm: (order: Order) => end(order, 'confirmed'),
    release: (order: Order) => end(order, 'released'),
    states: () => new Map([...held].map(([id, { state }]) => [id, state])),
    exposureOf: (userId: string) => fromCents(taken(userId)),
  };
}
