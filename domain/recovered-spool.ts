/** What was moved out of the way of the others, by the name it was spooled under, and why. */
export interface SetAside {
  readonly name: string;
  readonly why: string;
}

/** What a look into the spool came to. */
export interface RecoveredSpool {
  /** How many orders were started, or found to be, and are spooled no longer. */
  readonly recovered: number;
  readonly setAside: readonly SetAside[];
  /** The names of those about which nothing could be done yet. */
  readonly left: readonly string[];
}
