/** What was moved to quarantine, by the name it was spooled under, and why. */
export interface Quarantined {
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
