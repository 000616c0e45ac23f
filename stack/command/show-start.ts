import { Listr, type ListrTask } from 'listr2';
import { stopwatch } from '../elapsed';
import type { Part, PartName } from '../part';
import { beginParts } from '../run/start-parts';
import type { Slot } from '../slot';

const betweenLinesMs = process.stdout.isTTY ? 1000 : 15_000;

/** Starts the parts and shows how far each one is: live on a terminal, as lines elsewhere. Returns what went wrong. */
export async function showStart(slot: Slot, parts: readonly Part[]): Promise<unknown[]> {
  const doing = new Map<PartName, string>(parts.map((part) => [part.name, `waiting for ${part.needs.join(', ')}`]));
  const starting = beginParts(slot, parts, (name, text) => doing.set(name, text));
  const tasks = parts.map((part): ListrTask => ({
    title: part.name,
    async task(_, task) {
      const time = stopwatch();
      const ticker = setInterval(() => (task.output = `${part.name}: ${doing.get(part.name)} (${time()})`), betweenLinesMs);
      const started = await starting.get(part.name)!.catch(() => undefined);
      clearInterval(ticker);
      if (!started) throw new Error(`${part.name} failed or was not started`);
      task.title = `${part.name} ${started === 'kept' ? 'runs' : `${started} in ${time()}`}: ${part.address}`;
    },
  }));
  await new Listr(tasks, { concurrent: true, exitOnError: false, registerSignalListeners: false, fallbackRenderer: 'simple' }).run();
  const outcomes = await Promise.allSettled(starting.values());
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  return [...new Set(failures)]; // a part that was not started fails with the failure of the one it needs
}
