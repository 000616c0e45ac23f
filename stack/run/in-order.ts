import { setTimeout as delay } from 'node:timers/promises';
import type { Part, PartName } from '../part';
import type { Slot } from '../slot';
import { lastLines, logFile } from './part-process';

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

const betweenLooksMs = 50;

/** Looks again and again until the condition holds; false when it does not within the time. */
export async function becomesTrue(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await delay(betweenLooksMs);
  }
  return true;
}

const shownLines = 30;

/** A part that does not do what it should. `log` holds the end of its log. */
export class PartFailed extends Error {
  readonly log: string;

  constructor(slot: Slot, readonly part: PartName, reason: string, options?: ErrorOptions) {
    super(`${part} ${reason}`, options);
    this.name = 'PartFailed';
    this.log = `${logFile(slot, part)} ends with:\n${lastLines(slot, part, shownLines)}`;
  }
}
