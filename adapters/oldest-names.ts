/** What was listed: a name, and when it was written, in milliseconds. */
export interface Listed {
  readonly name: string;
  readonly writtenAt: number;
}

/** The names of the oldest, at most so many. Those of one moment go by name, as most ids begin with the time. */
export function oldestNames(listed: readonly Listed[], atMost: number): string[] {
  return listed
    .toSorted((a, b) => a.writtenAt - b.writtenAt || (a.name < b.name ? -1 : 1))
    .slice(0, atMost)
    .map(({ name }) => name);
}

/**
 * The name for something in quarantine. It begins with the moment of writing, so that another one that comes later
 * under the same name does not take its place.
 */
export function quarantineName(name: string, writtenAt: Date): string {
  return `${writtenAt.toISOString().replaceAll(/[-:]/g, '')}-${name}`;
}
