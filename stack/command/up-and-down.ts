import { existsSync } from 'node:fs';
import { Listr, type ListrTask } from 'listr2';
import type { Part, PartName } from '../part';
import { PartFailed } from '../run/in-order';
import { beginParts, checkMachine } from '../run/start-parts';
import { removeSlot, stopParts } from '../run/stop-parts';
import type { Slot } from '../slot';

/** Starts what does not run yet, and tells where everything is, or what failed and how. True when all is ready. */
export async function up(slot: Slot, parts: readonly Part[]): Promise<boolean> {
  const time = stopwatch();
  await checkMachine(slot, parts);
  const failures = await showStart(slot, parts);
  for (const text of new Set(failures.map(described))) console.error(`\n${text}`);
  if (failures.length > 0) {
    console.error(`\nWhat has become ready keeps running: ${makeCommand(slot, 'status')} lists it, ${makeCommand(slot, 'setup-down')} stops it.`);
    return false;
  }
  console.log(`\nReady in ${time()}.\n\n${addresses(slot, parts)}`);
  return true;
}

function described(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const cause = failure.cause instanceof Error ? ` (${failure.cause.message || failure.cause.name})` : '';
  return `${failure.message}${cause}${failure instanceof PartFailed ? `\n${failure.log}` : ''}`;
}

function addresses({ ports }: Slot, parts: readonly Part[]): string {
  const api = `http://127.0.0.1:${ports.api}`;
  const lines = [`Temporal Web UI  http://127.0.0.1:${ports.temporalUi}`];
  if (parts.some((part) => part.name === 'api')) {
    lines.unshift(`API              ${api}/api/methods`, `Swagger page     ${api}/swagger/index.html`, `Readiness        ${api}/readiness`);
  }
  return lines.join('\n');
}

/** Stops these parts and tells how each one ended. */
export async function stop(slot: Slot, parts: readonly Part[]): Promise<void> {
  const outcomes = await stopParts(slot, parts);
  for (const [name, outcome] of outcomes) if (outcome !== 'not running') console.log(`${name}: ${outcome}`);
  if ([...outcomes.values()].every((outcome) => outcome === 'not running')) console.log('Nothing was running.');
}

/** Stops everything and removes what the slot has stored. */
export async function remove(slot: Slot, parts: readonly Part[]): Promise<void> {
  await stop(slot, parts);
  if (!existsSync(slot.folder)) return;
  await removeSlot(slot);
  console.log('The stored data is removed.');
}

const betweenLinesMs = process.stdout.isTTY ? 1000 : 15_000;

/** Starts the parts and shows how far each one is: live on a terminal, as lines elsewhere. Returns what went wrong. */
async function showStart(slot: Slot, parts: readonly Part[]): Promise<unknown[]> {
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

/** What to type for that target in this slot. */
export function makeCommand(slot: Slot, target: string): string {
  return slot.number === 0 ? `make ${target}` : `STACK_SLOT=${slot.number} make ${target}`;
}

/** A function that tells the time since this call, such as `3.2 s` or `4 min 05 s`. */
function stopwatch(): () => string {
  const start = performance.now();
  return () => duration(performance.now() - start);
}

/** A duration for people. */
function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
