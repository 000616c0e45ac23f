/**
 * The messages of an error and of its causes, outermost first: `kafka cannot answer: connect ECONNREFUSED`. A message that only
 * repeats the message of its cause is left out.
 */
export function errorChain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause === undefined) return error.message;
  const cause = errorChain(error.cause);
  return cause === error.message || cause.startsWith(`${error.message}: `) ? cause : `${error.message}: ${cause}`;
}

/** What is wrong with data, as the issues of a schema say it: `value: is not an amount of money over 0; method: is missing`. */
export function issuesAsText(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
