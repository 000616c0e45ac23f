import type { Exposure, UserLimits } from '../../domain/limits';

/** The limits of single users. Every call throws `Unavailable` when the ledger cannot answer. */
export interface LimitsOfUsers {
  /** The user's own limits, without the defaults. */
  limitOf(userId: string): Promise<UserLimits>;
  /** Replaces both. What the user has reserved by then counts towards the new cap. Can be repeated. */
  setLimit(userId: string, limits: UserLimits): Promise<void>;
  /** What of the user's orders counts now. */
  exposureOf(userId: string): Promise<Exposure>;
  /** Removes every reservation of these users, whose orders are removed. Can be repeated. */
  removeReservationsOf(userIds: readonly string[]): Promise<void>;
}
