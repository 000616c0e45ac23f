/** The messages of an error and of what caused it, outermost first: `kafka cannot answer: connect ECONNREFUSED`. */
export function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${whyOf(error.cause)}`;
}
