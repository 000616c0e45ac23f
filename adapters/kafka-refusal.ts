/** What a broker says of records that it will never take, in our words. */
const REFUSALS = {
  MESSAGE_TOO_LARGE: 'too-large',
  RECORD_LIST_TOO_LARGE: 'too-large',
  INVALID_RECORD: 'invalid-record',
} as const;

export type KafkaRefusal = (typeof REFUSALS)[keyof typeof REFUSALS];

/** Why the broker will never take what was sent; `undefined` when a later try may succeed. */
export function refusalOf(error: unknown): KafkaRefusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const type = 'type' in error ? error.type : undefined;
  // kafkajs throws the broker's answer as it is, or as the cause of an error of its own.
  return isRefusal(type) ? REFUSALS[type] : refusalOf(error.cause);
}

function isRefusal(type: unknown): type is keyof typeof REFUSALS {
  return typeof type === 'string' && Object.hasOwn(REFUSALS, type);
}
