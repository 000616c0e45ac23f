import type { Part, PartName } from '../part';

type Work<T> = (part: Part) => Promise<T>;

/** Does the work for each part as soon as it is done for all parts it needs. A part fails when one of those does. */
export function neededFirst<T>(parts: readonly Part[], work: Work<T>): Map<PartName, Promise<T>> {
  return inOrder(parts, (part) => part.needs, work);
}

/** Does the work for each part as soon as it is done for all parts that need it. */
export function neededLast<T>(parts: readonly Part[], work: Work<T>): Map<PartName, Promise<T>> {
  return inOrder(parts, (part) => parts.filter((other) => other.needs.includes(part.name)).map(({ name }) => name), work);
}

function inOrder<T>(parts: readonly Part[], before: (part: Part) => readonly PartName[], work: Work<T>): Map<PartName, Promise<T>> {
  const doing = new Map<PartName, Promise<T>>();
  const byName = new Map(parts.map((part) => [part.name, part]));
  const start = (part: Part): Promise<T> => {
    const known = doing.get(part.name);
    if (known) return known;
    const earlier = before(part).flatMap((name) => byName.get(name) ?? []).map(start);
    const mine = Promise.all(earlier).then(() => work(part));
    mine.catch(() => undefined);
    doing.set(part.name, mine);
    return mine;
  };
  for (const part of parts) void start(part);
  return doing;
}
