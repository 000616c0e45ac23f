/** The effect of the stream, and which events have had theirs. Every call throws `Unavailable` when it cannot answer. */
export interface Inbox {
  /** Makes the tables; leaves those that exist as they are. */
  prepare(): Promise<void>;
  /** Lets an event have its effect, unless it had it before: both or neither. */
  take(event: CountedEvent): Promise<'taken' | 'duplicate'>;
}

/** An event that this consumer is interested in. */
export type CountedEvent = { readonly id: string; readonly day: string } & (
  | { readonly type: 'order.received.v1'; readonly value: string }
  | { readonly type: 'order.approved.v1' | 'order.canceled.v1' }
);
