import {
  repeatedAnswer,
  type Exposure,
  type LimitPolicy,
  type LimitRule,
  limitsFor,
  NO_OWN_LIMITS,
  type ReservationState,
  reserveAgainst,
  type ReserveAnswer,
  type UserLimits,
} from '../../domain/limits';
import { fromCents, type Money, toCents } from '../../domain/money';
import type { Order } from '../../domain/order';
import type { LedgerOrder, Limits, LimitsOfUsers, OpenReservation, Reservations } from '../../ports/limits';
import { Faults } from './faults';

interface Reservation {
  readonly order: LedgerOrder;
  readonly state: ReservationState;
  /** In milliseconds since 1970; none when it was released without having been reserved. */
  readonly reservedAtMs?: number;
}

/** The ledger of limits in memory, for tests. */
export class MemoryLimits implements Limits, LimitsOfUsers, Reservations {
  readonly faults = new Faults('postgres');
  readonly #limits = new Map<string, UserLimits>();
  readonly #reservations = new Map<string, Reservation>();

  constructor(
    private readonly policy: LimitPolicy,
    private readonly rule: LimitRule = reserveAgainst,
  ) {}

  reserve(order: Order): Promise<ReserveAnswer> {
    return this.faults.around(() => {
      const limits = limitsFor(this.#own(order.userId), this.policy);
      const state = this.#reservations.get(order.id)?.state;
      if (state) return repeatedAnswer(state, limits.perOrderLimit);
      // As in SQL: without a cap nobody sums up.
      const exposure = limits.exposureCap === null ? fromCents(0n) : this.#exposure(order.userId).exposure;
      const answer = this.rule({ ...limits, value: order.value, exposure });
      if (answer.fits) this.#reservations.set(order.id, { order, state: 'reserved', reservedAtMs: Date.now() });
      return answer;
    });
  }

  confirm(order: Order): Promise<void> {
    return this.faults.around(() => this.#end(order, { order, state: 'confirmed', reservedAtMs: Date.now() }));
  }

  release(order: LedgerOrder): Promise<void> {
    return this.faults.around(() => this.#end(order, { order, state: 'released' }));
  }

  stateOf(orderIds: readonly string[]): Promise<Map<string, ReservationState>> {
    return this.faults.around(() => new Map(orderIds.flatMap((id) => {
      const state = this.#reservations.get(id)?.state;
      return state ? [[id, state] as const] : [];
    })));
  }

  openBefore(beforeMs: number, atMost: number, after?: OpenReservation): Promise<OpenReservation[]> {
    return this.faults.around(() => {
      const open = [...this.#reservations.values()].flatMap(({ order, state, reservedAtMs }) =>
        state === 'reserved' && reservedAtMs !== undefined && reservedAtMs < beforeMs ? [toOpen(order, reservedAtMs)] : [],
      );
      const following = open.filter((reservation) => !after || sortKey(reservation) > sortKey(after));
      return following.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)).slice(0, atMost);
    });
  }

  limitOf(userId: string): Promise<UserLimits> {
    return this.faults.around(() => this.#own(userId));
  }

  setLimit(userId: string, { perOrderLimit, exposureCap }: UserLimits): Promise<void> {
    return this.faults.around(() => void this.#limits.set(userId, { perOrderLimit, exposureCap }));
  }

  exposureOf(userId: string): Promise<Exposure> {
    return this.faults.around(() => this.#exposure(userId));
  }

  removeReservationsOf(userIds: readonly string[]): Promise<void> {
    return this.faults.around(() => {
      for (const [id, { order }] of this.#reservations) if (userIds.includes(order.userId)) this.#reservations.delete(id);
    });
  }

  /** Sets the time when a reservation was made. */
  backdate(orderId: string, reservedAtMs: number): void {
    const held = this.#reservations.get(orderId);
    if (held) this.#reservations.set(orderId, { ...held, reservedAtMs });
  }

  /** An ended reservation stays as it is; a missing one is written as ended. */
  #end(order: LedgerOrder, otherwise: Reservation): void {
    const held = this.#reservations.get(order.id);
    if (!held) this.#reservations.set(order.id, otherwise);
    else if (held.state === 'reserved') this.#reservations.set(order.id, { ...held, state: otherwise.state });
  }

  #own(userId: string): UserLimits {
    return this.#limits.get(userId) ?? NO_OWN_LIMITS;
  }

  #exposure(userId: string): Exposure {
    const [reserved, confirmed] = [this.#sum(userId, 'reserved'), this.#sum(userId, 'confirmed')];
    const exposure = fromCents(toCents(reserved) + toCents(confirmed));
    return { reserved, confirmed, exposure, cap: this.#own(userId).exposureCap };
  }

  #sum(userId: string, state: ReservationState): Money {
    const sinceMs = Date.now() - this.policy.windowMs;
    const counted = [...this.#reservations.values()].filter(
      (held) => held.order.userId === userId && held.state === state && (held.reservedAtMs ?? 0) > sinceMs,
    );
    return fromCents(counted.reduce((sum, { order }) => sum + toCents(order.value), 0n));
  }
}

function toOpen({ id, userId, value }: LedgerOrder, reservedAtMs: number): OpenReservation {
  return { orderId: id, userId, value, reservedAt: new Date(reservedAtMs).toISOString() };
}

function sortKey({ reservedAt, orderId }: OpenReservation): string {
  return `${reservedAt} ${orderId}`;
}
